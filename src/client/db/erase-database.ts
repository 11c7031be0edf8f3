/** Takes a database out of this browser. */
import type { Clock } from '../sync/clock'
import type { LocalDatabase } from './database'

/** A tab that hangs holds on to the database, which is empty by then, and is deleted when that tab ends (ms). */
const patience = 4_000

export async function eraseDatabase(database: LocalDatabase, clock: Clock): Promise<void> {
  await database.whole('rw', () => Promise.all(database.tables.map((table) => table.clear())))
  await new Promise<void>((resolve) => {
    const cancel = clock.after(patience, resolve)
    database
      .delete()
      // Also where the browser does not let it be deleted: nothing is in it.
      .catch(() => {})
      .finally(() => {
        cancel()
        resolve()
      })
  })
}
