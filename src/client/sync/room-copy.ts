/**
 * The stored copy of one room, as this tab merges into it: one merge after the other, each a transaction on what is
 * stored, which other tabs merge into as well. Frames that come too early are held until what is missing has come.
 */
import { limits } from '@/contract/limits'
import type { ChangesFrame } from '@/contract/realtime'
import type { Stored } from './local-store'
import { isComplete, type Merge, mergeFrames, type RoomLog } from './room-log'

export interface RoomCopy {
  /** One piece of work after the other. @throws what it throws */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>
  /**
   * Merges, together with the held frames that fit then, and holds what is too early; only in turn. `run` is given what is
   * stored, if anything is, and answers undefined to leave it: then so does this.
   *
   * @throws when the storage fails
   */
  merge(run: (log: RoomLog | undefined) => Merge | undefined): Promise<Merge['outcome'] | undefined>
  /** Too many to keep are forgotten: the target has heard of them, or a fetch that began before them runs again. */
  hold(frames: readonly ChangesFrame[]): void
  forgetHeld(): void
  /** Whether everything that is known to exist is here. */
  isWhole(): boolean
}

export function createRoomCopy(stored: Stored<RoomLog | undefined>): RoomCopy {
  let held: readonly ChangesFrame[] = []
  let merging: Promise<unknown> = Promise.resolve()

  function hold(frames: readonly ChangesFrame[]) {
    held = held.length + frames.length <= limits.heldFrames ? [...held, ...frames] : []
  }

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
        early = held
        if (!merged) return log
        const released = mergeFrames(merged.room, [...held, ...(merged.early ?? [])])
        early = released.early
        return released.room
      })
      held = []
      hold(early)
      return outcome
    },
    hold,
    forgetHeld() {
      held = []
    },
    isWhole() {
      const log = stored.current()
      return log !== undefined && isComplete(log)
    },
  }
}
