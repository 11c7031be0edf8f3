/**
 * The stored copy of one room, as this tab merges into it: one merge after the other, each a transaction on what is
 * stored, which other tabs merge into as well. Frames that come too early are held until what is missing has come.
 */
import { limits } from '@/contract/limits'
import type { ChangesFrame } from '@/contract/realtime'
import type { Stored } from './local-store'
import { isComplete, type Merge, mergeFrame, type RoomLog } from './room-log'

export interface RoomCopy {
  /** One piece of work after the other. @throws what it throws */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>
  /**
   * Merges, together with the held frames that fit then; only in turn. `run` is given what is stored, if anything is, and
   * answers undefined to leave it: then so does this.
   *
   * @throws when the storage fails
   */
  merge(run: (log: RoomLog | undefined) => Merge | undefined): Promise<Merge['outcome'] | undefined>
  /** Too many to keep are forgotten: the target has heard of them, or a fetch that began before them runs again. */
  hold(frame: ChangesFrame): void
  forgetHeld(): void
  /** Whether everything that is known to exist is here. */
  isWhole(): boolean
}

export function createRoomCopy(stored: Stored<RoomLog | undefined>): RoomCopy {
  let held: readonly ChangesFrame[] = []
  let merging: Promise<unknown> = Promise.resolve()

  return {
    inTurn(work) {
      const result = merging.then(work)
      merging = result.catch(() => {})
      return result
    },
    async merge(run) {
      let outcome: Merge['outcome'] | undefined
      let early = held
      await stored.change((log) => {
        const merged = run(log)
        outcome = merged?.outcome
        const released = merged && release(merged.room, held)
        early = released?.early ?? held
        return released ? released.room : log
      })
      held = early
      return outcome
    },
    hold(frame) {
      held = held.length < limits.heldFrames ? [...held, frame] : []
    },
    forgetHeld() {
      held = []
    },
    isWhole() {
      const log = stored.current()
      return log !== undefined && isComplete(log)
    },
  }
}

/** Merges the held frames that fit, and says which still do not. */
function release(copy: RoomLog, held: readonly ChangesFrame[]): { room: RoomLog; early: ChangesFrame[] } {
  let room = copy
  const early: ChangesFrame[] = []
  for (const frame of held.toSorted((a, b) => a.after - b.after)) {
    const merged = mergeFrame(room, frame)
    if (merged.outcome === 'hole') early.push(frame)
    room = merged.room
  }
  return { room, early }
}
