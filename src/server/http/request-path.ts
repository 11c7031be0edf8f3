/** Which path a request asks for. */
import type { IncomingMessage } from 'node:http'

/** Without the query, and without a name and password before the host; `invalid` where there is none to be had. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const base = 'http://parley.invalid'
  return URL.canParse(url, base) ? new URL(url, base).pathname : 'invalid'
}
