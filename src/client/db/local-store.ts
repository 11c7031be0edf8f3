/**
 * The browser's database as the local store of one user.
 *
 * Each value has a version, and each tab keeps the values it has read, with the versions they were. A change is one
 * transaction: compare the versions, read again what another tab has changed, apply, write the difference, and a new
 * version. What this tab shows moves only when that is safe on disk, and everything moves at once, so that nobody sees
 * half of what belongs together. A tab's transactions go one after the other.
 */
import type { LocalStore, Stored } from '../sync/local-store'
import { type Cell, createCell, type Show, type Versions } from './cell'
import { LocalDatabase, type StorageEngine } from './database'
import { keepNames, readNames } from './kept-names'
import {
  type StoredValue,
  storedDraft,
  storedHeads,
  storedOutbox,
  storedRoom,
  type TellDefect,
} from './stored-values'

export interface LocalStoreOptions {
  userId: string
  /** Something stored cannot be read, or a listener failed. Told once for each thing that is wrong. */
  onDefect: (error: Error) => void
  /** Left out: the browser's own. */
  engine?: StorageEngine
}

/** Opens nothing yet: the first read or change does, and rejects where there is no database to be had. */
export function openLocalStore({ userId, onDefect, engine }: LocalStoreOptions): LocalStore {
  const database = new LocalDatabase(userId, engine)
  const cells: Cell[] = []
  const listeners = new Set<() => void>()
  const told = new Set<string>()
  /** What was begun last; never rejects. */
  let last: Promise<unknown> = Promise.resolve()
  let closed = false
  /** Something was written since the latest transaction began. */
  let isBehind = false

  const tell: TellDefect = (what, cause) => {
    if (told.has(what)) return
    told.add(what)
    onDefect(
      new Error(`${what} cannot be read in this browser's database. It is left where it is.`, { cause }),
    )
  }

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (closed) return Promise.reject(new Error('This local store is closed.'))
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }

  /**
   * One transaction. What `run` answers is shown when it is safe on disk, together with what other tabs have changed.
   * `run` takes care of its own cell.
   */
  async function transact(mode: 'r' | 'rw', own?: Cell, run?: (versions: Versions) => Promise<Show>) {
    isBehind = false
    const shows = await database.whole(mode, async () => {
      const rows = await database.versions.toArray()
      const versions = new Map(rows.map(({ key, version }) => [key, version]))
      const others = cells.filter((cell) => cell !== own)
      return Promise.all([run?.(versions), ...others.map((cell) => cell.renew(versions))])
    })
    const changed = shows.map((show) => show?.())
    if (changed.includes(true)) announce()
  }

  function announce() {
    for (const listener of [...listeners]) {
      try {
        listener()
      } catch (cause) {
        onDefect(new Error('What listens to the local store failed.', { cause }))
      }
    }
  }

  const stopFollowing = database.onChange(() => {
    if (isBehind) return
    isBehind = true
    inTurn(async () => {
      if (isBehind) await transact('r')
    }).catch((cause) => {
      if (!closed) onDefect(new Error('What another tab has changed could not be read.', { cause }))
    })
  })

  function open<Value>(stored: StoredValue<Value>): Stored<Value> {
    const cell = createCell(stored)
    cells.push(cell)
    return {
      current: cell.current,
      async read() {
        cell.follow()
        await inTurn(() => transact('r'))
        return cell.current()
      },
      async change(run) {
        await inTurn(() =>
          transact('rw', cell, async (versions) => {
            const before = await cell.load(versions)
            const after = run(before.value)
            const isOther = after !== before.value || before.defect === true
            if (!isOther || !(await stored.save(before.value, after))) {
              return () => cell.show(before, versions.get(stored.key))
            }
            const version = after === stored.empty ? undefined : newVersion()
            if (version === undefined) await database.versions.delete(stored.key)
            else await database.versions.put({ key: stored.key, version })
            return () => cell.show({ value: after }, version)
          }),
        )
        return cell.current()
      },
    }
  }

  const rooms = perRoom((roomId) => open(storedRoom(database, roomId, tell)))
  const drafts = perRoom((roomId) => open(storedDraft(database, roomId, tell)))
  return {
    outbox: open(storedOutbox(database, tell)),
    heads: open(storedHeads(database, tell)),
    room: rooms,
    draft: drafts,
    names: {
      read: () => inTurn(() => database.whole('r', () => readNames(database, tell))),
      keep: (profiles) => inTurn(() => database.whole('rw', () => keepNames(database, profiles))),
    },
    watch(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    close() {
      closed = true
      stopFollowing()
      listeners.clear()
      void last.then(() => database.close())
    },
  }
}

/** A number that no other version has, also after everything was wiped. */
function newVersion(): number {
  return Math.random()
}

function perRoom<Value>(open: (roomId: string) => Value): (roomId: string) => Value {
  const known = new Map<string, Value>()
  return (roomId) => {
    const value = known.get(roomId) ?? open(roomId)
    known.set(roomId, value)
    return value
  }
}
