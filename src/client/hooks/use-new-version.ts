/** Whether a newer version of the application is there, and how to change to it. */
import { useSyncExternalStore } from 'react'
import { getClient } from './client-context'

export interface NewVersionState {
  isReady: boolean
  take: () => void
}

export function useNewVersion(): NewVersionState {
  const isReady = useSyncExternalStore(
    (listener) => getClient().newVersion.subscribe(listener),
    () => getClient().newVersion.isReady(),
    () => false,
  )
  return { isReady, take: () => getClient().newVersion.take() }
}
