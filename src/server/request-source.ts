/** Where a request comes from: which page, and which network. */
import type { IncomingMessage } from 'node:http'
import { isIP, isIPv6 } from 'node:net'
import { ParleyError } from '@/contract/errors'

/** The origins of pages that `host` served itself. Its port may be forwarded, and TLS may end at a proxy. */
export function ownOrigins(host: string | null | undefined): string[] {
  return host ? [`http://${host}`, `https://${host}`] : []
}

/**
 * Refuses what another site's page sends. A browser always names the page's origin when it posts.
 *
 * @param trusted further origins, for a proxy that changes the host
 * @throws ParleyError FORBIDDEN
 */
export function refuseOtherOrigins(request: IncomingMessage, trusted: readonly string[]): void {
  if (!isOwnOrigin(request, trusted)) throw new ParleyError('FORBIDDEN')
}

/** Whether the request comes from a page of this installation, or from no page at all. `trusted` as above. */
export function isOwnOrigin({ headers }: IncomingMessage, trusted: readonly string[]): boolean {
  const { origin, host } = headers
  return origin === undefined || [...ownOrigins(host), ...trusted].includes(origin)
}

/** Whether the connection is encrypted, here or at a proxy. Whoever lies about it harms only themselves. */
export function isHttps(request: IncomingMessage): boolean {
  return 'encrypted' in request.socket || /^https\b/.test(String(request.headers['x-forwarded-proto']))
}

/**
 * The address that a request came from. Each proxy appends the one it was called from, so only the last `proxies`
 * entries are theirs; what stands before those was written by the client, and counts for nothing (SV-13).
 *
 * @param proxies how many stand in front; without one, or when the header is not as they write it, the socket counts
 */
export function addressOf(request: IncomingMessage, proxies: number): string | undefined {
  const entries = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const address = proxies > 0 ? (entries.at(-proxies) ?? '').trim() : ''
  return isIP(address) === 0 ? request.socket.remoteAddress : address
}

/**
 * The network that an address counts for: an IPv4 address itself, but of IPv6 the first 64 bits, because one
 * subscriber has all of the rest.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [left = '', right = ''] = address.split('%', 1).join('').split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const gap = 8 - groups(left).length - groups(right).length
  return [...groups(left), ...Array<string>(address.includes('::') ? gap : 0).fill('0'), ...groups(right)]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}
