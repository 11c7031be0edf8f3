/** The browser's database of one user: its tables, their versions, and word of what other tabs write. */
import Dexie, { type Table } from 'dexie'
import type { RoomHead } from '@/contract/sync'
import type { Clock } from '../sync/clock'
import type { CursorRow, DraftRow, MessageRow, NameRow, OutboxRow, VersionRow } from './rows'
import { isLost } from './storage-errors'

/** Waits before each further try (ms). WebKit starts the process anew that has the database; everything has failed by then. */
const pauses = [20, 200, 1_000] as const
/** Tabs let go of the database at once when they are asked to; one that has not by now (ms) may never do so. */
const patience = 1_000
/** A tab that is frozen does not even refuse: so long (ms) opens no database that nobody holds. */
const longPatience = 8_000
/** Only after this (ms) a database that was deleted is opened again. */
const deletedFor = 1_000

/** Where the database lies, when not in the browser's own storage. */
export type StorageEngine = { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }

/** What the database tells of itself. */
export interface DatabaseEvents {
  /** It waits for other tabs to let go of it, or does so no longer. */
  heldUp: (is: boolean) => void
  /** The browser has closed or deleted it. What was read of it may be there no more. */
  taken: () => void
}

/** The browser never let this page have a database. */
export class NoDatabaseError extends Error {}

/** What is read is `unknown` until it was parsed. */
type Rows<Row> = Table<unknown, string, Row>

export class LocalDatabase extends Dexie {
  declare readonly outbox: Rows<OutboxRow>
  declare readonly cursors: Rows<CursorRow>
  declare readonly messages: Rows<MessageRow>
  declare readonly rooms: Rows<RoomHead>
  declare readonly drafts: Rows<DraftRow>
  declare readonly names: Rows<NameRow>
  declare readonly versions: Table<VersionRow, string>

  readonly #clock: Clock
  readonly #events: DatabaseEvents
  /** Resolves when a database that another tab has deleted may be made again. */
  #deleted: Promise<void> | undefined
  #wasOpen = false

  constructor(userId: string, engine: StorageEngine | undefined, clock: Clock, events: DatabaseEvents) {
    // Strict: a change that was reported as kept survives a power cut. No cache of Dexie's: the local store is one.
    super(`parley-${userId}`, { ...engine, chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({
      outbox: '&id, order',
      cursors: '&roomId',
      messages: '&id, [roomId+seq]',
      rooms: '&roomId',
      drafts: '&roomId',
      session: '&key',
      versions: '&key',
    })
    this.version(2).stores({ session: null, names: '&userId, order' })
    this.#clock = clock
    this.#events = events
    this.on('ready', () => this.#listen(), true)
  }

  /**
   * One transaction over everything. It loses no parallelism, since each reads `versions`. Opens the database again where
   * it had to be let go, for another tab's upgrade or after a failure, and where the browser lost it runs once more
   * (LS-21): `run` must not mind.
   *
   * @throws NoDatabaseError where this page has had no database yet and cannot have one
   */
  async whole<Result>(mode: 'r' | 'rw', run: () => Promise<Result>): Promise<Result> {
    for (let tries = 0; ; tries++) {
      try {
        await this.#reach()
        return await this.transaction(mode, this.tables, run)
      } catch (error) {
        const pause = pauses[tries]
        if (pause === undefined || !isLost(error)) throw this.#wasOpen ? error : noDatabase(error)
        this.close({ disableAutoOpen: false })
        await new Promise<void>((resolve) => this.#clock.after(pause, resolve))
      }
    }
  }

  async #reach(): Promise<void> {
    if (this.isOpen()) return
    await this.#deleted
    let isBlocked = false
    const say = () => this.#events.heldUp(true)
    let stopWaiting = this.#clock.after(longPatience, say)
    const blocked = () => {
      if (isBlocked) return
      isBlocked = true
      stopWaiting()
      stopWaiting = this.#clock.after(patience, say)
    }
    this.on('blocked', blocked)
    try {
      await this.open()
      this.#wasOpen = true
    } finally {
      this.on('blocked').unsubscribe(blocked)
      stopWaiting()
      this.#events.heldUp(false)
    }
  }

  #listen() {
    const connection = this.backendDB()
    connection.addEventListener('close', this.#events.taken)
    connection.addEventListener('versionchange', ({ newVersion }) => {
      if (newVersion !== null) return
      // Whoever signs out in another tab deletes it: this page is about to hear so, and must not make it again before.
      this.#deleted = new Promise((resolve) => void this.#clock.after(deletedFor, resolve))
      this.#events.taken()
    })
  }

  /** Calls back after a change of a stored value, by this tab or another, and after a page was brought back to life. */
  onChange(listener: () => void): () => void {
    const versions = `idb://${this.name}/versions/`
    const heard = (parts: object) => {
      if ('all' in parts || Object.keys(parts).some((part) => part.startsWith(versions))) listener()
    }
    Dexie.on('storagemutated', heard)
    return () => Dexie.on.storagemutated.unsubscribe(heard)
  }
}

function noDatabase(cause: unknown): NoDatabaseError {
  return new NoDatabaseError('This browser lets nobody keep anything.', { cause })
}
