/** How this browser's storage fares, and what is in it. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { StorageFacts } from '@/client/stores/browser-storage'
import type { StorageState } from '@/client/sync/local-store'
import { getClient, useUserId } from './client-context'

/** @throws Error where nobody is signed in */
export function useStorageState(): StorageState {
  const { state, subscribe } = getClient().storageOf(useUserId())
  return useSyncExternalStore(subscribe, state, state)
}

/** As they are when this is first shown; undefined until they are known. */
export function useStorageFacts(): StorageFacts | undefined {
  const [facts, setFacts] = useState<StorageFacts>()
  useEffect(() => {
    let left = false
    void getClient()
      .browserStorage.facts()
      .then((found) => {
        if (!left) setFacts(found)
      })
    return () => {
      left = true
    }
  }, [])
  return facts
}
