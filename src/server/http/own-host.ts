/** Which names a server that listens on this machine only may be called by. */
import { isIP } from 'node:net'

const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/

/**
 * False for a request that reached a loopback-only server under a foreign name: another site has pointed that name at
 * this machine to read its answers (DNS rebinding). A server that is open to the network has names we do not know.
 *
 * @param listensOn the address that the server listens on
 * @param host the request's Host header
 * @param proxies how many stand in front: they answer for the names
 */
export function isOwnHost(listensOn: string, host: string | undefined, proxies = 0): boolean {
  if (proxies > 0) return true
  if (!loopback.test(listensOn)) return true
  const name = (host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  return name === 'localhost' || (isIP(name) !== 0 && loopback.test(name))
}
