/** The browser's database of one user: its tables, their versions, and word of what other tabs write. */
import Dexie, { type Table } from 'dexie'
import type { RoomHead } from '@/contract/sync'
import type { CursorRow, DraftRow, MessageRow, NameRow, OutboxRow, VersionRow } from './rows'

/** Where the database lies, when not in the browser's own storage. */
export type StorageEngine = { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }

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

  constructor(userId: string, engine: StorageEngine | undefined) {
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
  }

  /**
   * One transaction over everything. It loses no parallelism, since each reads `versions`. Opens the database again where
   * it had to be let go, for another tab's upgrade or after a failure.
   */
  async whole<Result>(mode: 'r' | 'rw', run: () => Promise<Result>): Promise<Result> {
    if (!this.isOpen()) await this.open()
    return this.transaction(mode, this.tables, run)
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
