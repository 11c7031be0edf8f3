/** The start of the cookies' names. */
import { createHash } from 'node:crypto'

/**
 * One per installation: cookies do not tell ports apart, so a second installation on the same host would overwrite
 * the first one's session, and a guest cannot sign in again.
 */
export function createCookiePrefix(secret: string): string {
  return `parley-${createHash('sha256').update(`cookie prefix ${secret}`).digest('hex').slice(0, 8)}`
}
