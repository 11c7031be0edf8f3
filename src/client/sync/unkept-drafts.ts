/**
 * What was typed in the moment in which a page goes away, before the database had it: a transaction does not survive that.
 * It is kept by the tab, which can write at once, for the next page in it (LS-20).
 */
import type { Drafts } from './drafts'

export interface UnkeptDraftsPorts {
  /** Of this tab alone, and written at once. May refuse. */
  tab: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  userId: string
  drafts: Pick<Drafts, 'unkept' | 'write'>
  /** Calls back when the page goes, and when it is back after all. */
  onLeaving(callbacks: { gone: () => void; back: () => void }): () => void
}

/** Puts back what the page before left, and keeps what this one leaves. Answers how to stop that. */
export function keepUnkeptDrafts({ tab, userId, drafts, onLeaving }: UnkeptDraftsPorts): () => void {
  const key = `parley-unkept-${userId}`

  function safely<Answer>(touch: () => Answer): Answer | undefined {
    try {
      return touch()
    } catch {
      // Full, forbidden, or not ours: then there is only the database.
      return undefined
    }
  }

  const left: unknown = safely(() => JSON.parse(tab.getItem(key) ?? '[]'))
  safely(() => tab.removeItem(key))
  for (const entry of Array.isArray(left) ? left : []) {
    const [place, text] = Array.isArray(entry) ? entry : []
    if (typeof place === 'string' && typeof text === 'string') drafts.write(place, text)
  }
  return onLeaving({
    gone() {
      const unkept = [...drafts.unkept()]
      if (unkept.length > 0) safely(() => tab.setItem(key, JSON.stringify(unkept)))
    },
    // It goes on keeping by itself.
    back: () => safely(() => tab.removeItem(key)),
  })
}
