/** `GET /service-worker.js`: the built service worker; in development one that takes away what a built one has left. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { RequestHandler } from './request-handler'

/** Development and production share an address: without this, a cached application would stand before the new one. */
const farewell = `self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', async () => {
  for (const name of await caches.keys()) await caches.delete(name)
  await self.registration.unregister()
  for (const client of await self.clients.matchAll({ type: 'window' })) client.navigate(client.url)
})
`

/** @param file where the built worker lies; undefined in development. @throws when there is none */
export function createWorkerFile(file: string | undefined): RequestHandler {
  const text = file === undefined ? Buffer.from(farewell) : readFileSync(file)
  const zipped = gzipSync(text)
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    // Asked about again each time: it decides which version people see.
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`,
  }
  return async (request, response) => {
    if (request.headers['if-none-match'] === headers.etag) return void response.writeHead(304, headers).end()
    const takesGzip = /\bgzip\b/.test(`${request.headers['accept-encoding']}`)
    response.writeHead(200, takesGzip ? { ...headers, 'content-encoding': 'gzip' } : headers)
    response.end(takesGzip ? zipped : text)
  }
}
