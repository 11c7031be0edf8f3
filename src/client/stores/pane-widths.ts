/** How wide the panes are in this browser, in px. They stand as properties of the page, which its styles read. */
import * as z from 'zod/mini'

const width = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most))

/** What each pane may be, and is at first. */
export const paneWidths = {
  side: { least: 240, most: 480, first: 320 },
  panel: { least: 320, most: 640, first: 400 },
} as const

export type Pane = keyof typeof paneWidths

const kept = z.object({
  side: z.catch(width(paneWidths.side.least, paneWidths.side.most), paneWidths.side.first),
  panel: z.catch(width(paneWidths.panel.least, paneWidths.panel.most), paneWidths.panel.first),
})

const key = 'parley-pane-widths'

export interface PaneWidths {
  get(pane: Pane): number
  /** Within what it may be. Kept, where the browser keeps anything. */
  set(pane: Pane, width: number): void
  subscribe(listener: () => void): () => void
}

/** @param show sets a property of the page */
export function createPaneWidths(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  show: (property: string, value: string) => void,
): PaneWidths {
  const listeners = new Set<() => void>()
  let current = read()
  for (const pane of ['side', 'panel'] as const) show(`--${pane}-width`, `${current[pane]}px`)

  function read(): Record<Pane, number> {
    try {
      return kept.parse(JSON.parse(storage.getItem(key) ?? '{}'))
    } catch {
      return kept.parse({})
    }
  }

  return {
    get: (pane) => current[pane],
    set(pane, wanted) {
      const { least, most } = paneWidths[pane]
      const width = Math.round(Math.min(most, Math.max(least, wanted)))
      if (width === current[pane]) return
      current = { ...current, [pane]: width }
      show(`--${pane}-width`, `${width}px`)
      try {
        storage.setItem(key, JSON.stringify(current))
      } catch {
        // Then it holds until the tab is closed.
      }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
