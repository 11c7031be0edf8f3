/** What one tab knows of one stored value, and which version of it that is. */
import type { Loaded, StoredValue } from './stored-values'

/** Versions of all stored values, by their keys. */
export type Versions = ReadonlyMap<string, number>

/** Makes something that was read or written the current one. Answers whether that changed anything. */
export type Show = () => boolean

export interface Cell {
  /** Reads it again if it was read before and another version is stored by now. Inside a transaction. */
  renew(versions: Versions): Promise<Show | undefined>
}

export interface ValueCell<Value> extends Cell {
  current(): Value
  /** From now on it is renewed, as it is once it was shown. */
  follow(): void
  /** What is stored: the known value where that is its version. Inside a transaction. */
  load(versions: Versions): Promise<Loaded<Value>>
  show(loaded: Loaded<Value>, version: number | undefined): boolean
}

export function createCell<Value>(stored: StoredValue<Value>): ValueCell<Value> {
  let followed = false
  let known: { loaded: Loaded<Value>; version: number | undefined } | undefined
  const current = () => (known ? known.loaded.value : stored.empty)

  const cell: ValueCell<Value> = {
    current,
    follow() {
      followed = true
    },
    async load(versions) {
      const version = versions.get(stored.key)
      if (known && known.version === version) return known.loaded
      return version === undefined ? { value: stored.empty } : stored.load()
    },
    async renew(versions) {
      const version = versions.get(stored.key)
      if (known ? known.version === version : !followed) return undefined
      const loaded = await cell.load(versions)
      return () => cell.show(loaded, version)
    },
    show(loaded, version) {
      const before = current()
      known = { loaded, version }
      return current() !== before
    },
  }
  return cell
}
