/** Where one value of the local store lies, and what this tab knows of it; and what one transaction does there. */
import { createCell, type Held, type Show, type ValueCell, type Versions } from './cell'
import type { LocalDatabase } from './database'
import type { StoredCopy, StoredValue } from './stored-values'

export interface Place<Value> {
  readonly stored: StoredValue<Value>
  readonly cell: ValueCell<Value>
}

/** Of a room that is not shown a tab itself holds no fewer messages, however few lie on disk. */
const leastHeld = 50

export function createPlace<Value>(stored: StoredValue<Value>): Place<Value> {
  return { stored, cell: createCell(stored) }
}

/**
 * Changes what is stored. Inside a transaction.
 *
 * @param version the new one. Where it is there already, an earlier try came through, and only the word of that was lost.
 */
export async function put<Value>(
  { versions: table }: LocalDatabase,
  { stored, cell }: Place<Value>,
  run: (value: Value) => Value,
  versions: Versions,
  version: number,
): Promise<Show> {
  const known = versions.get(stored.key)
  const before = await cell.load(versions)
  if (known === version) return () => cell.show(before, version)
  const changed = run(before.value)
  const value = (await stored.completed?.(before.onDisk, changed)) ?? changed
  const isOther = value !== before.value || value !== before.onDisk || before.defect === true
  if (!isOther || !(await stored.save(before.onDisk, value))) return () => cell.show(before, known)
  const next = value === stored.empty ? undefined : version
  if (next === undefined) await table.delete(stored.key)
  else await table.put({ key: stored.key, version: next })
  return () => cell.show({ value, onDisk: value, isPart: before.isPart === true }, next)
}

/** A change of what lies in a place. */
export interface PlacedChange<Value> {
  place: Place<Value>
  run: (value: Value) => Value
  version: number
}

/** The same with two values, of which the second changes only where the first does. */
export async function putBoth<First, Second>(
  database: LocalDatabase,
  first: PlacedChange<First>,
  second: PlacedChange<Second>,
  versions: Versions,
): Promise<Show> {
  let changed = false
  const run = (value: First) => {
    const next = first.run(value)
    changed = next !== value
    return next
  }
  const show = await put(database, first.place, run, versions, first.version)
  const { place, run: follow, version } = second
  const other = changed
    ? await put(database, place, follow, versions, version)
    : await place.cell.renew(versions)
  return () => [show(), other?.()].includes(true)
}

/** Reads more of a copy. Inside a transaction. `found`: whether there was more. */
export async function readMore<Value>(
  { stored, cell }: Place<Value>,
  versions: Versions,
): Promise<{ show: Show; found: boolean }> {
  const held = await cell.load(versions)
  // What there was no space for has left behind what is on disk.
  const more = held.value === held.onDisk ? await stored.copy?.more(held.value) : undefined
  const next: Held<Value> = more ? { ...more, onDisk: more.value } : { ...held, isPart: false }
  return { show: () => cell.show(next, versions.get(stored.key)), found: more !== undefined }
}

/** Changes what this tab holds, and nothing on disk. Inside a transaction. */
export async function hold<Value>(
  { stored, cell }: Place<Value>,
  run: (value: Value) => Value,
  versions: Versions,
): Promise<Show> {
  const before = await cell.load(versions)
  const value = run(before.value)
  return () => cell.show({ ...before, value }, versions.get(stored.key))
}

/** How much of a copy is to stay. */
export interface Trim {
  /** Messages on disk, at most. Zero writes nothing: on a full disk not even that fewer are kept. */
  readonly most: number
  /** What is shown stays in this tab's memory as it is. */
  readonly isShown: boolean
}

/** Makes space on disk. Inside a transaction. Answers undefined where there is none to be had. */
export async function trim<Value>(
  { versions: table }: LocalDatabase,
  { stored, cell }: Place<Value>,
  copy: StoredCopy<Value>,
  { most, isShown }: Trim,
  versions: Versions,
): Promise<Show | undefined> {
  const known = versions.get(stored.key)
  if (known === undefined) return undefined
  const before = await cell.load(versions)
  const value = isShown
    ? before.value
    : copy.trimmed(before.value, Math.max(most, leastHeld), before.isPart === true)
  if (most === 0) {
    await copy.letGo()
    await table.delete(stored.key)
    return () => cell.show({ value, onDisk: stored.empty }, undefined)
  }
  if (value === before.value || before.value !== before.onDisk) return undefined
  const version = newVersion()
  await stored.save(before.onDisk, value)
  await table.put({ key: stored.key, version })
  return () => cell.show({ value, onDisk: value }, version)
}

/** A number that no other version has, also after everything was wiped. */
export function newVersion(): number {
  return Math.random()
}
