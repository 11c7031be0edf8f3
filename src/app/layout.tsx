import './fonts.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { latinFont } from './latin-font'

export const metadata: Metadata = {
  title: 'Parley',
  description: 'Chat that never loses, repeats or reorders a message, whatever your connection does.',
  applicationName: 'Parley',
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' }, apple: '/icon-apple.png' },
  appleWebApp: { title: 'Parley', statusBarStyle: 'default' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f6f6' },
    { media: '(prefers-color-scheme: dark)', color: '#101414' },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // What is set before the page wakes up stays.
    <html lang="en" className={latinFont.variable} suppressHydrationWarning>
      <head>
        <script src="/appearance.js" />
      </head>
      <body className="flex flex-col">{children}</body>
    </html>
  )
}
