'use client'

/** One quiet line where this browser cannot keep what it should: what happened, and what to do. Gone when it can again. */
import { HardDrive } from 'lucide-react'
import { useText } from '@/client/hooks/use-text'
import type { StorageState } from '@/client/sync/local-store'

export function StorageNotice({ state }: { state: StorageState }) {
  const { app } = useText()
  const text = state === 'kept' ? undefined : app.storageNotices[state]
  return (
    <output aria-label={app.storage} className="block shrink-0">
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
