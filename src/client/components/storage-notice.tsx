'use client'

/** One quiet line where this browser cannot keep what it should: what happened, and what to do. Gone when it can again. */
import { lazy, Suspense } from 'react'
import { useText } from '@/client/hooks/use-text'
import type { StorageState } from '@/client/sync/local-store'

const StorageTrouble = lazy(() => import('./storage-trouble').then((it) => ({ default: it.StorageTrouble })))

export function StorageNotice({ state }: { state: StorageState }) {
  const { app } = useText()
  return (
    <output aria-label={app.storage} className="block shrink-0">
      <Suspense>{state !== 'kept' && <StorageTrouble state={state} />}</Suspense>
    </output>
  )
}
