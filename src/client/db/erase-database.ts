/** Takes a database out of this browser. */
import type { Clock } from '../sync/clock'
import type { LocalDatabase } from './database'

/** A tab that hangs holds on to the database, which is empty by then, and is deleted when that tab ends (ms). */
const patience = 4_000

/** Rejects where it could neither be emptied nor deleted. */
export async function eraseDatabase(database: LocalDatabase, clock: Clock): Promise<void> {
  // It is closed under our hands where another tab deletes it at the same moment.
  const isEmpty = await database
    .whole('rw', () => Promise.all(database.tables.map((table) => table.clear())))
    .then(
      () => true,
      () => false,
    )
  await new Promise<void>((resolve, reject) => {
    function end(error?: unknown) {
      cancel()
      if (isEmpty || error === undefined) resolve()
      else reject(error)
    }
    const cancel = clock.after(patience, () => end(new Error('Another tab holds on to the database.')))
    // Also where the browser does not let it be deleted: nothing is in it.
    database.delete().then(() => end(), end)
  })
}
