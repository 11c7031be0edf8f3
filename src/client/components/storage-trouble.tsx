/** The line that says why this browser does not keep what it should, and what to do. Loaded when there is one to say. */
import { HardDrive } from 'lucide-react'
import { useMoreText } from '@/client/hooks/use-more-text'
import type { StorageState } from '@/client/sync/local-store'

export function StorageTrouble({ state }: { state: Exclude<StorageState, 'kept'> }) {
  const { storage } = useMoreText()
  return (
    <span className="appear safe-top safe-sides block border-b border-line bg-notice-soft text-sm text-notice">
      <span className="flex justify-center gap-2 px-4 py-1.5 text-pretty">
        <HardDrive size={15} aria-hidden="true" className="mt-0.75 shrink-0" />
        {storage.troubles[state]}
      </span>
    </span>
  )
}
