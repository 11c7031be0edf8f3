/**
 * The browser's database as the local store of one user.
 *
 * Each value has a version, and each tab keeps the values it has read, with the versions they were. A change is one
 * transaction: compare the versions, read again what another tab has changed, apply, write the difference, and a new
 * version. What this tab shows moves only when that is safe on disk, and everything moves at once, so that nobody sees
 * half of what belongs together. A tab's transactions go one after the other.
 *
 * Where there is no space, copies of rooms go (LS-22), and where the browser lets nobody keep anything, everything is in
 * this page's memory alone (LS-24).
 */
import { browserClock } from '../sync/browser-ports'
import type { Clock } from '../sync/clock'
import type { CopyPage } from '../sync/find-in-copies'
import {
  draftAfter,
  type LocalStore,
  StorageFullError,
  type StorageWatch,
  type Stored,
} from '../sync/local-store'
import type { Queue } from '../sync/outbox-entry'
import { type Unsent, unsentOf } from '../sync/unsent'
import type { Cell, Show, Versions } from './cell'
import { readCopyPage } from './copy-page'
import { LocalDatabase, NoDatabaseError, type StorageEngine } from './database'
import { eraseDatabase } from './erase-database'
import { keepNames, readNames } from './kept-names'
import { makeSpace } from './make-space'
import {
  createPlace,
  hold,
  newVersion,
  type Place,
  type PlacedChange,
  put,
  putBoth,
  readMore,
  type Trim,
  trim,
} from './place'
import { isFull } from './storage-errors'
import { createStorageWatch } from './storage-watch'
import { storedRoom } from './stored-room'
import { readDrafts, storedDraft, storedHeads, storedOutbox, type TellDefect } from './stored-values'

export interface LocalStoreOptions {
  userId: string
  /** Something stored cannot be read, or a listener failed. Told once for each thing that is wrong. */
  onDefect: (error: Error) => void
  /** Left out: the browser's own. So is the clock. */
  engine?: StorageEngine
  clock?: Clock
  /** Whether this tab shows a room: the copies of others go first. Left out: it shows none. */
  isShown?: (roomId: string) => boolean
  /** Positions of a room that are read at once. */
  span?: number
  /** Resolves when a transaction may begin: in a frozen page it would never end, and block all tabs. Left out: always. */
  mayBegin?: () => Promise<void>
}

export interface BrowserStore extends LocalStore {
  /** How the storage fares. */
  readonly storage: StorageWatch
  /** Everything that somebody wrote and the server does not have. */
  unsent(): Promise<Unsent>
  /** What lies on disk of a room's copy, without showing it; nothing where nobody can have a disk. */
  copyPage: CopyPage
  /** Lets go of the database, and leaves nothing of it in this browser. Another tab may hold the empty one for a while. */
  erase(): Promise<void>
}

/** Opens nothing yet: the first read or change does. */
export function openLocalStore(options: LocalStoreOptions): BrowserStore {
  const { userId, onDefect, engine, clock = browserClock, isShown = () => false, span, mayBegin } = options
  const storage = createStorageWatch()
  const database = new LocalDatabase(userId, engine, clock, { heldUp: storage.heldUp, taken: followOthers })
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
    const result = mayBegin ? last.then(mayBegin).then(work) : last.then(work)
    last = result.catch(() => {})
    return result
  }

  /** In turn, and on disk; `without` where nobody can have one. */
  function onDisk<Result>(work: () => Promise<Result>, without: () => Result): Promise<Result> {
    return inTurn(async () => {
      if (storage.state() === 'memory') return without()
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof NoDatabaseError)) throw error
        storage.nothingIsKept()
        return without()
      }
    })
  }

  /**
   * One transaction. What `run` answers is shown when it is safe on disk, together with what other tabs have changed.
   * `run` takes care of its own cells, and answers undefined where it leaves them.
   */
  async function transact(
    mode: 'r' | 'rw',
    own: readonly Cell[] = [],
    run?: (versions: Versions) => Promise<Show | undefined>,
  ) {
    isBehind = false
    const shows = await database.whole(mode, async () => {
      const rows = await database.versions.toArray()
      const versions = new Map(rows.map(({ key, version }) => [key, version]))
      const others = cells.filter((cell) => !own.includes(cell))
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

  function followOthers() {
    if (isBehind || closed) return
    isBehind = true
    const look = async () => {
      if (isBehind) await transact('r')
    }
    onDisk(look, () => {}).catch((cause) => {
      if (!closed) onDefect(new Error('What another tab has changed could not be read.', { cause }))
    })
  }
  const stopFollowing = database.onChange(followOthers)

  const space = {
    isShown,
    async rooms() {
      const keys = await database.whole('r', () => database.versions.toCollection().primaryKeys())
      return keys.flatMap((key) => (key.startsWith('room:') ? [key.slice('room:'.length)] : []))
    },
    async trim(roomId: string, to: Trim) {
      const { place } = rooms.of(roomId)
      const { copy } = place.stored
      let freed = false
      await transact('rw', [place.cell], async (versions) => {
        const show = copy && (await trim(database, place, copy, to, versions))
        freed = show !== undefined
        return show
      })
      return freed
    },
  }

  /**
   * @param along changes too, in the same transaction, where the first has changed something
   * @throws StorageFullError
   */
  async function change<Value>(
    place: Place<Value>,
    run: (value: Value) => Value,
    along?: PlacedChange<string>,
  ): Promise<void> {
    const { key, copy } = place.stored
    const kind = copy || key === 'heads' ? 'copies' : key
    const before = place.cell.current()
    const version = newVersion()
    const attempt = () =>
      along
        ? transact('rw', [place.cell, along.place.cell], (versions) =>
            putBoth(database, { place, run, version }, along, versions),
          )
        : transact('rw', [place.cell], (versions) => put(database, place, run, versions, version))
    let fits = true
    try {
      await attempt()
    } catch (cause) {
      if (!isFull(cause)) throw cause
      fits = await makeSpace(space, copy ? { copyOf: copy.roomId } : 'own', attempt)
      if (!fits && !copy) {
        storage.fits(kind, false)
        throw new StorageFullError('There is no space left in this browser.', { cause })
      }
      // It goes on for as long as this page.
      if (!fits) await transact('r', [place.cell], (versions) => hold(place, run, versions))
    }
    // A copy that writes nothing says nothing of the space there is; of what is somebody's own, nothing is missing then.
    if (kind !== 'copies' || !fits || place.cell.current() !== before) storage.fits(kind, fits)
  }

  /** Where nothing is kept. */
  function changeInMemory<Value>({ cell }: Place<Value>, run: (value: Value) => Value) {
    const value = run(cell.current())
    if (cell.show({ value, onDisk: value }, undefined)) announce()
  }

  function open<Value>(place: Place<Value>): Stored<Value> & { place: Place<Value> } {
    const { cell } = place
    cells.push(cell)
    return {
      place,
      current: cell.current,
      async read() {
        cell.follow()
        await onDisk(
          () => transact('r'),
          () => {},
        )
        return cell.current()
      },
      async change(run) {
        await onDisk(
          () => change(place, run),
          () => changeInMemory(place, run),
        )
        return cell.current()
      },
    }
  }

  function openOutbox() {
    const opened = open(createPlace(storedOutbox(database, tell)))
    const { place, current } = opened
    return {
      ...opened,
      async take(run: (queue: Queue) => Queue, { roomId, text }: { roomId: string; text: string }) {
        const draft = drafts.of(roomId).place
        const shorten = (written: string) => draftAfter(written, text)
        await onDisk(
          () => change(place, run, { place: draft, run: shorten, version: newVersion() }),
          () => {
            const before = current()
            changeInMemory(place, run)
            if (current() !== before) changeInMemory(draft, shorten)
          },
        )
        return current()
      },
    }
  }

  function openRoom(roomId: string) {
    const opened = open(createPlace(storedRoom(database, roomId, tell, span)))
    const { place } = opened
    return {
      ...opened,
      hasMore: place.cell.isPart,
      async readMore() {
        let isMore = false
        const look = () =>
          transact('r', [place.cell], async (versions) => {
            const { show, found } = await readMore(place, versions)
            isMore = found
            return show
          })
        await onDisk(look, () => {})
        return isMore
      },
    }
  }

  /** Resolves when what was begun has ended. */
  function leave(): Promise<unknown> {
    closed = true
    stopFollowing()
    listeners.clear()
    return last
  }

  const outbox = openOutbox()
  const rooms = perRoom(openRoom)
  const drafts = perRoom((roomId) => open(createPlace(storedDraft(database, roomId, tell))))
  return {
    outbox,
    heads: open(createPlace(storedHeads(database, tell))),
    room: rooms.of,
    draft: drafts.of,
    names: {
      read: () =>
        onDisk(
          () => database.whole('r', () => readNames(database, tell)),
          () => [],
        ),
      keep: (profiles) =>
        onDisk(
          () => database.whole('rw', () => keepNames(database, profiles)),
          () => {},
        ),
    },
    storage,
    watch(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    async unsent() {
      const queue = await outbox.read()
      const written = await onDisk(
        () => database.whole('r', () => readDrafts(database, tell)),
        () => drafts.all().map(([roomId, { current }]) => ({ roomId, text: current() })),
      )
      return unsentOf(queue, written)
    },
    copyPage: (roomId, before, most) =>
      onDisk(
        () => database.whole('r', () => readCopyPage(database, roomId, before, most)),
        () => [],
      ),
    close() {
      void leave().then(() => database.close())
    },
    async erase() {
      await leave()
      if (storage.state() === 'memory') return
      await eraseDatabase(database, clock)
    },
  }
}

function perRoom<Value>(open: (roomId: string) => Value) {
  const known = new Map<string, Value>()
  return {
    of(roomId: string): Value {
      const value = known.get(roomId) ?? open(roomId)
      known.set(roomId, value)
      return value
    },
    all: () => [...known],
  }
}
