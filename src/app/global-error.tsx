'use client'

import { SomethingBroke } from '@/client/components/something-broke'
import './globals.css'

/** In place of the whole page, its layout included. Next's own has styles that our policy forbids (SV-31). */
export default function GlobalErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang={typeof document === 'undefined' ? 'en' : document.documentElement.lang}>
      <body>
        <SomethingBroke onRetry={reset} />
      </body>
    </html>
  )
}
