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

/** A value, and what lies on disk in its place: the same, unless there was no space for it. */
export interface Held<Value> extends Loaded<Value> {
  readonly onDisk: Value
}

export interface ValueCell<Value> extends Cell {
  current(): Value
  /** From now on it is renewed, as it is once it was shown. */
  follow(): void
  /** What is stored: the known value where that is its version. Inside a transaction. */
  load(versions: Versions): Promise<Held<Value>>
  show(held: Held<Value>, version: number | undefined): boolean
  /** There was more on disk when it was last looked at. */
  isPart(): boolean
}

export function createCell<Value>(stored: StoredValue<Value>): ValueCell<Value> {
  let followed = false
  let known: { held: Held<Value>; version: number | undefined } | undefined
  const current = () => (known ? known.held.value : stored.empty)

  async function readAgain(version: number | undefined): Promise<Held<Value>> {
    const loaded = version === undefined ? { value: stored.empty } : await stored.load(current())
    const held = { ...loaded, onDisk: loaded.value }
    if (!known || !stored.copy) return held
    const { value, onDisk } = known.held
    if (version === undefined) return (await stored.copy.isLetGo()) ? { ...held, value } : held
    return value === onDisk ? held : { ...held, value: stored.copy.further(value, loaded.value) }
  }

  const cell: ValueCell<Value> = {
    current,
    isPart: () => known?.held.isPart === true,
    follow() {
      followed = true
    },
    async load(versions) {
      const version = versions.get(stored.key)
      return known && known.version === version ? known.held : readAgain(version)
    },
    async renew(versions) {
      const version = versions.get(stored.key)
      if (known ? known.version === version : !followed) return undefined
      const held = await cell.load(versions)
      return () => cell.show(held, version)
    },
    show(held, version) {
      const before = current()
      known = { held, version }
      return current() !== before
    },
  }
  return cell
}
