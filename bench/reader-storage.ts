/** What a reader's browser holds of a room, written without the application; and what bare storage takes for the same. */
import type { Page } from '@playwright/test'
import type { Command } from '@/contract/commands'
import type { Change } from '@/contract/message'

/** What the application's database is to hold. */
export interface Kept {
  roomId: string
  log: string
  messages: readonly Change[]
  /** Commands that wait to be sent. */
  queue?: readonly Command[]
}

/** Replaces what is kept. The application has made the database before; no page of it is open. */
export async function keep(blank: Page, userId: string, kept: Kept): Promise<void> {
  const { roomId, log, messages, queue = [] } = kept
  const cursor = messages.at(-1)?.seq ?? 0
  const rows: Record<string, readonly object[]> = {
    messages,
    cursors: log ? [{ roomId, log, generation: 1, floor: 1, cursor, target: cursor }] : [],
    outbox: queue.map((command, n) => ({
      ...{ id: command.id, order: n + 1, command, dependsOn: undefined },
      ...{ state: { is: 'waiting' }, serverFailures: 0 },
    })),
    versions: [
      ...(log ? [{ key: `room:${roomId}`, version: Math.random() }] : []),
      ...(queue.length > 0 ? [{ key: 'outbox', version: Math.random() }] : []),
    ],
  }
  for (const [store, all] of Object.entries(rows)) {
    // In parts: what goes to a page is one string.
    for (let start = 0; start === 0 || start < all.length; start += 20_000) {
      await blank.evaluate(write, {
        ...{ name: `parley-${userId}`, store, clear: start === 0 },
        rows: all.slice(start, start + 20_000),
      })
    }
  }
}

async function write({
  name,
  store,
  clear,
  rows,
}: {
  name: string
  store: string
  clear: boolean
  rows: object[]
}) {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite')
    const table = transaction.objectStore(store)
    if (clear) table.clear()
    for (const row of rows) table.put(row)
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  database.close()
}

/** Milliseconds to read all messages that are kept, in one request. */
export function readBare(blank: Page, userId: string): Promise<number> {
  return blank.evaluate(async (name) => {
    const start = performance.now()
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => resolve(opening.result)
    })
    await new Promise<void>((resolve) => {
      const reading = database.transaction('messages').objectStore('messages').getAll()
      reading.onsuccess = () => resolve()
    })
    const took = performance.now() - start
    database.close()
    return took
  }, `parley-${userId}`)
}

/** Whether nothing waits to be sent any more. */
export function isQueueEmpty(page: Page, userId: string): Promise<boolean> {
  return page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => resolve(opening.result)
    })
    const count = await new Promise<number>((resolve) => {
      const counting = database.transaction('outbox').objectStore('outbox').count()
      counting.onsuccess = () => resolve(counting.result)
    })
    database.close()
    return count === 0
  }, `parley-${userId}`)
}

/** One step of bare storage: rows to put or ids to delete, in a transaction of their own. */
export type BareStep = { put: readonly object[] } | { gone: readonly string[] }

/** Milliseconds for Dexie alone to do these one after the other, as durable as the application, in a table like its own. */
export async function writeBare(blank: Page, steps: readonly BareStep[]): Promise<number> {
  await blank.addScriptTag({ path: 'node_modules/dexie/dist/dexie.min.js' })
  return blank.evaluate(async (all) => {
    const { Dexie } = globalThis as unknown as { Dexie: typeof import('dexie').default }
    await Dexie.delete('bare')
    const database = new Dexie('bare', { chromeTransactionDurability: 'strict', cache: 'disabled' })
    database.version(1).stores({ rows: '&id, [roomId+seq]' })
    await database.open()
    const start = performance.now()
    for (const step of all) {
      if ('put' in step) await database.table('rows').bulkPut(step.put)
      else await database.table('rows').bulkDelete([...step.gone])
    }
    const took = performance.now() - start
    database.close()
    return took
  }, steps)
}
