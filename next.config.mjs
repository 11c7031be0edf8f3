import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  /** Parley sends pictures as they are. Without the second, every call of `/_next/image` would make a folder. */
  images: { unoptimized: true, maximumDiskCacheSize: 0 },
  /** A lockfile in a folder above must not move the root. */
  turbopack: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    /** What `import` finds by itself is made for browsers that cannot run the rest of the page, and is larger for it. */
    resolveAlias: { dexie: 'dexie/dist/modern/dexie.min.mjs' },
  },
  /** `npm test` checks types, once; a start after an update does not wait for it. */
  typescript: { ignoreBuildErrors: true },
  /** Everything is one static page: nothing is rendered or kept per room, and one cached shell opens every address. */
  rewrites: async () => [
    { source: '/', destination: '/rooms' },
    { source: '/rooms/:roomId', destination: '/rooms' },
    { source: '/rooms/:roomId/:position(\\d+)', destination: '/rooms' },
    { source: '/rooms/:roomId/details', destination: '/rooms' },
    { source: '/rooms/:roomId/thread/:threadId', destination: '/rooms' },
    { source: '/account/:link(confirm|reset)', destination: '/rooms' },
    { source: '/invite', destination: '/rooms' },
  ],
}

export default config
