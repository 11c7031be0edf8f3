'use client'

/** The page for an address that leads nowhere. */
import { MapPinOff } from 'lucide-react'
import Link from 'next/link'
import { useErrorPageText } from '@/client/hooks/use-error-page-text'
import { PaneMessage } from './pane-message'

export function NothingHere() {
  const text = useErrorPageText()
  return (
    <main className="h-full">
      {text && (
        <PaneMessage
          icon={MapPinOff}
          title={text.nothingHere}
          heading="h1"
          action={
            <Link
              href="/rooms"
              className="inline-flex min-h-11 items-center rounded-xl bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover"
            >
              {text.goToYourRooms}
            </Link>
          }
        >
          {text.nothingHereWhy}
        </PaneMessage>
      )}
    </main>
  )
}
