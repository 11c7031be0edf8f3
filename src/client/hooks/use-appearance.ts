/** How the interface looks in this browser, and how to change it. */
import { useSyncExternalStore } from 'react'
import type { Appearance } from '@/client/stores/appearance'
import { getClient } from './client-context'

export function useAppearance(): Appearance & { set(change: Partial<Appearance>): void } {
  const { get, set, subscribe } = getClient().appearance
  return { ...useSyncExternalStore(subscribe, get, get), set }
}
