'use client'

/** One quiet line where this browser cannot keep what it should: what happened, and what to do. Gone when it can again. */
import { HardDrive } from 'lucide-react'
import type { StorageState } from '@/client/sync/local-store'

const notices: Record<StorageState, string | undefined> = {
  kept: undefined,
  'held-up':
    'Another tab of Parley holds this one up. Close the other tabs: this one then goes on by itself, with everything you have written.',
  full: 'This browser’s storage is full. Messages still come, but may not be kept on this device. Free some space: Parley then goes on by itself.',
  memory:
    'This browser keeps nothing for Parley. What was sent is safe on the server; what still waits is gone when you close this tab.',
}

export function StorageNotice({ state }: { state: StorageState }) {
  const text = notices[state]
  return (
    <output aria-label="Storage" className="block shrink-0">
      {text !== undefined && (
        <span className="appear safe-top safe-sides block border-b border-line bg-notice-soft text-sm text-notice">
          <span className="flex justify-center gap-2 px-4 py-1.5 text-pretty">
            <HardDrive size={15} aria-hidden="true" className="mt-0.75 shrink-0" />
            {text}
          </span>
        </span>
      )}
    </output>
  )
}
