/** What somebody is writing, room by room: kept with every keystroke, so that no reload takes it. */
import type { LocalStore } from './local-store'

export interface Drafts {
  /** What was left in this room; empty where nothing was, or where it cannot be read. */
  read(roomId: string): Promise<string>
  /** Keeps it; while that takes its time, only the latest text waits. Where the storage fails it is only in the field. */
  write(roomId: string, text: string): void
  /** The message that what is written here answers. Only as long as this page lives: without it the text is still whole. */
  answering(roomId: string): string | undefined
  answer(roomId: string, messageId: string | undefined): void
  /** All that is being written, by room or thread, as far as this tab knows. The same value until it changed. */
  all(): ReadonlyMap<string, string>
  subscribe(listener: () => void): () => void
  /** Calls back with what another tab has written in this room. */
  elsewhere(roomId: string, listener: (text: string) => void): () => void
  /** What was found on disk: counts where this tab has not written since. */
  found(drafts: readonly { roomId: string; text: string }[]): void
  /** What the database does not have yet, by room or thread. */
  unkept(): ReadonlyMap<string, string>
  /** While something is being kept: resolves when it is, or cannot be. */
  pending(roomId: string): Promise<void> | undefined
}

/** @param painted resolves when the letter that was typed can be seen: keeping it does not delay that (UI-91) */
export function createDrafts(
  store: Pick<LocalStore, 'draft' | 'watch'>,
  painted?: () => Promise<void>,
): Drafts {
  /** What each room's draft is to be; there while it is being written. */
  const latest = new Map<string, string>()
  const keeping = new Map<string, Promise<void>>()
  const answered = new Map<string, string>()
  const listeners = new Set<() => void>()
  let all: ReadonlyMap<string, string> = new Map()
  /** Those that are followed: a tab reads few. */
  const watched = new Map<string, Set<(text: string) => void>>()
  let stopWatching: (() => void) | undefined

  /** Something stored has changed. What this tab is still keeping is newer than that. */
  function compare() {
    for (const [place, callbacks] of watched) {
      const text = store.draft(place).current()
      if (latest.has(place) || text === (all.get(place) ?? '')) continue
      note(place, text)
      for (const callback of callbacks) callback(text)
    }
  }

  function note(place: string, text: string) {
    const isEmpty = text.trim() === ''
    if (isEmpty ? !all.has(place) : all.get(place) === text) return
    const next = new Map(all)
    if (isEmpty) next.delete(place)
    else next.set(place, text)
    all = next
    for (const listener of listeners) listener()
  }

  async function keep(roomId: string): Promise<void> {
    while (latest.has(roomId)) {
      if (painted) await painted()
      const kept = latest.get(roomId) ?? ''
      await store
        .draft(roomId)
        .change(() => kept)
        .catch(() => {})
      if (latest.get(roomId) === kept) latest.delete(roomId)
    }
    keeping.delete(roomId)
  }

  return {
    async read(roomId) {
      return (
        latest.get(roomId) ??
        store
          .draft(roomId)
          .read()
          .catch(() => '')
      )
    },
    write(roomId, text) {
      note(roomId, text)
      const isBeingKept = latest.has(roomId)
      latest.set(roomId, text)
      if (!isBeingKept) keeping.set(roomId, keep(roomId))
    },
    all: () => all,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    found(drafts) {
      for (const { roomId, text } of drafts) if (!all.has(roomId) && !latest.has(roomId)) note(roomId, text)
    },
    elsewhere(roomId, listener) {
      const callbacks = watched.get(roomId) ?? new Set()
      watched.set(roomId, callbacks.add(listener))
      stopWatching ??= store.watch(compare)
      return () => {
        callbacks.delete(listener)
        if (callbacks.size === 0) watched.delete(roomId)
        if (watched.size > 0) return
        stopWatching?.()
        stopWatching = undefined
      }
    },
    answering: (roomId) => answered.get(roomId),
    answer(roomId, messageId) {
      if (messageId === undefined) answered.delete(roomId)
      else answered.set(roomId, messageId)
    },
    unkept: () => latest,
    pending: (roomId) => keeping.get(roomId),
  }
}
