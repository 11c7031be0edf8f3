/** How much JavaScript a built page loads before it can be used. */
import { gzipSync } from 'node:zlib'

/**
 * Bytes of all scripts that a page names, each as a server sends it compressed. Those for browsers without modules are none.
 *
 * @param {string} html
 * @param {(address: string) => Buffer} read a script by its address
 */
export function scriptBytes(html, read) {
  const dated = new Set([...html.matchAll(/<script[^>]*src="([^"]+)"[^>]*nomodule/gi)].map(([, src]) => src))
  const named = new Set([...html.matchAll(/\/_next\/static\/[^"'\\ ]+\.js/g)].map(([address]) => address))
  return [...named]
    .filter((address) => !dated.has(address))
    .reduce((sum, address) => sum + gzipSync(read(address)).length, 0)
}
