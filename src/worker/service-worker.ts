/**
 * The service worker: opens the application without a network, and sends what waits after the last tab was closed.
 *
 * Each version keeps its files in a cache of its own, and the one before keeps its as well: a tab that was opened before
 * a deploy finds everything it still wants. A new version waits until somebody takes it, or until no tab is open.
 */
/// <reference lib="webworker" />
import { NavigationRoute, type PrecacheEntry, Route, Serwist } from 'serwist'
import { outboxTag } from '@/contract/background-sync'
import { drainOutbox } from './drain-outbox'
import { openRoom } from './open-room'

declare const self: ServiceWorkerGlobalScope

/** Written by `scripts/bundle-worker.mjs`: this version, and every file it consists of. */
interface Shell {
  version: string
  entries: Required<Pick<PrecacheEntry, 'url' | 'integrity' | 'revision'>>[]
}
const { version, entries } = JSON.parse(process.env.PARLEY_SHELL ?? '') as Shell

const prefix = 'parley-shell-'
const cacheName = `${prefix}${version}`

const serwist = new Serwist({
  precacheEntries: entries,
  precacheOptions: { cacheName, ignoreURLParametersMatching: [/./] },
  clientsClaim: true,
  disableDevLogs: true,
})
// Every address of the application is one page.
serwist.registerRoute(
  new NavigationRoute(serwist.createHandlerBoundToUrl('/rooms'), {
    allowlist: [/^\/(rooms(\/[^/]+)?\/?|account\/(confirm|reset)|invite)?(\?|$)/],
  }),
)
serwist.registerRoute(
  new Route(
    ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/_next/static/'),
    async ({ request }) => (await caches.match(request.url)) ?? fetch(request),
  ),
)

// Not its own handler, which never ends when a file cannot be had.
self.addEventListener('install', (event) => event.waitUntil(keepShell(event)))
self.addEventListener('activate', (event) => event.waitUntil(forgetOldVersions()))
self.addEventListener('fetch', serwist.handleFetch)

/**
 * One file after the other, behind what the page itself loads; after a failure the next try goes on from there. Each is
 * compared with its hash: a hotel's page is not taken for ours.
 */
async function keepShell(event: ExtendableEvent): Promise<void> {
  for (const { url, integrity } of entries) {
    const request = new Request(url, { integrity, cache: 'reload', credentials: 'same-origin' })
    const params = { cacheKey: serwist.getPrecacheKeyForUrl(url) }
    await Promise.all(
      serwist.precacheStrategy.handleAll({ event, request, url: new URL(request.url), params }),
    )
  }
}

/** All but this one and the one before. Caches are listed in the order in which they were made. */
async function forgetOldVersions(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
}

self.addEventListener('sync', (event) => {
  const userId = outboxTag.userOf(event.tag)
  // What is still unsent rejects, and then the browser wakes us again, ever more rarely.
  if (userId !== undefined) event.waitUntil(drainOutbox(userId))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openRoom(self.clients, event.notification.data))
})
