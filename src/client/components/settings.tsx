'use client'

/** The settings, one section after the other. */
import { useStorageFacts, useStorageState } from '@/client/hooks/use-storage'
import { StorageSettings } from './storage-settings'

export function Settings() {
  const storage = useStorageState()
  const facts = useStorageFacts()
  return (
    <div className="flex flex-col gap-4">
      <StorageSettings state={storage} facts={facts} />
    </div>
  )
}
