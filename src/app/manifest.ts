import type { MetadataRoute } from 'next'

/** What a device needs to know to install the application; from it the first picture after a tap is made, too. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'Parley',
    short_name: 'Parley',
    description: 'Chat that never loses, repeats or reorders a message, whatever your connection does.',
    start_url: '/rooms',
    scope: '/',
    display: 'standalone',
    background_color: '#f4f6f6',
    theme_color: '#0b6f65',
    categories: ['social', 'productivity'],
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
