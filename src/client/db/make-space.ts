/** What goes where there is no space: copies of rooms, which the server has too. Never what only this browser has. */
import type { Trim } from './place'
import { isFull } from './storage-errors'

/** Messages of each room that stay: fewer and fewer, and in the end none. */
const steps = [500, 200, 50, 0] as const

export interface SpacePorts {
  /** Rooms of which there is a copy on disk. */
  rooms(): Promise<readonly string[]>
  isShown(roomId: string): boolean
  /** Trims a room's copy; answers whether that made space. */
  trim(roomId: string, to: Trim): Promise<boolean>
}

/** What the space is for: a copy of a room, or something that only this browser has. */
export type Purpose = { copyOf: string } | 'own'

/**
 * Tries again and again with more and more space; oldest messages go first, and those of rooms that nobody looks at. The
 * copy of a room that nobody looks at takes the place of no other, and nothing takes the place of a copy that is shown but
 * what only this browser has.
 *
 * @returns whether there was space in the end
 * @throws what `attempt` throws, unless that is for want of space
 */
export async function makeSpace(
  { rooms, isShown, trim }: SpacePorts,
  purpose: Purpose,
  attempt: () => Promise<void>,
): Promise<boolean> {
  const own = purpose === 'own'
  if (!own && !isShown(purpose.copyOf)) return false
  const all = await rooms()
  const quiet = all.filter((roomId) => !isShown(roomId))
  const shown = own ? all.filter(isShown) : []

  async function trimAll(roomIds: readonly string[], to: Trim): Promise<boolean> {
    let freed = false
    for (const roomId of roomIds) {
      // On a full disk not even a shorter copy can be written.
      if (await orFull(trim(roomId, to))) freed = true
    }
    return freed
  }

  for (const most of steps) {
    if (!(await trimAll(quiet, { most, isShown: false }))) continue
    if (await orFull(attempt().then(() => true))) return true
  }
  if (!(await trimAll(shown, { most: 0, isShown: true }))) return false
  return orFull(attempt().then(() => true))
}

async function orFull(work: Promise<boolean>): Promise<boolean> {
  try {
    return await work
  } catch (error) {
    if (isFull(error)) return false
    throw error
  }
}
