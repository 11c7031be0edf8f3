/** How the interface looks in this browser. `public/appearance.js` shows what is kept here, already before the first paint. */
import * as z from 'zod/mini'
import { languages } from '@/client/language/languages'

const appearance = z.object({
  language: z.catch(z.enum(['system', ...languages]), 'system'),
  theme: z.catch(z.enum(['system', 'light', 'dark']), 'system'),
  contrast: z.catch(z.enum(['system', 'more']), 'system'),
  textSize: z.catch(z.enum(['small', 'normal', 'large', 'largest']), 'normal'),
})

export type Appearance = z.infer<typeof appearance>

/** What that script reads, and hears of in this tab. */
const key = 'parley-appearance'

export interface AppearanceStore {
  /** The same object until it changes. */
  get(): Appearance
  /** For this tab alone where the browser keeps nothing. */
  set(change: Partial<Appearance>): void
  /** Calls back when this tab or another one has changed it. The answer ends that. */
  subscribe(listener: () => void): () => void
}

/** @param events of the window */
export function createAppearanceStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  events: Pick<EventTarget, 'addEventListener' | 'removeEventListener' | 'dispatchEvent'>,
): AppearanceStore {
  let current = read()

  function read(): Appearance {
    try {
      return appearance.parse(JSON.parse(storage.getItem(key) ?? '{}'))
    } catch {
      return appearance.parse({})
    }
  }

  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change }
      try {
        storage.setItem(key, JSON.stringify(current))
      } catch {
        // Then it holds until the tab is closed.
      }
      events.dispatchEvent(new CustomEvent(key, { detail: current }))
    },
    subscribe(listener) {
      const follow = () => {
        current = read()
        listener()
      }
      events.addEventListener('storage', follow)
      events.addEventListener(key, listener)
      return () => {
        events.removeEventListener('storage', follow)
        events.removeEventListener(key, listener)
      }
    },
  }
}
