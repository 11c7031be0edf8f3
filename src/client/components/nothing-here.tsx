/** The page for an address that leads nowhere. */
import { MapPinOff } from 'lucide-react'
import Link from 'next/link'
import { PaneMessage } from './pane-message'

export function NothingHere() {
  return (
    <main className="h-full">
      <PaneMessage
        icon={MapPinOff}
        title="There is nothing here"
        heading="h1"
        action={
          <Link
            href="/rooms"
            className="inline-flex min-h-11 items-center rounded-xl bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover"
          >
            Go to your rooms
          </Link>
        }
      >
        The address may be mistyped, or what was here is gone.
      </PaneMessage>
    </main>
  )
}
