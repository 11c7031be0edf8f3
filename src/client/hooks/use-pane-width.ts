/** How wide a pane is in this browser, and how to change that. */
import { useSyncExternalStore } from 'react'
import type { Pane } from '@/client/stores/pane-widths'
import { getClient } from './client-context'

export function usePaneWidth(pane: Pane): [number, (width: number) => void] {
  const { paneWidths } = getClient()
  const get = () => paneWidths.get(pane)
  return [useSyncExternalStore(paneWidths.subscribe, get, get), (width) => paneWidths.set(pane, width)]
}
