/**
 * How far the others in a small room that is shown have received and read it (PT-11, PT-12). The server is asked when
 * something may have changed, and from time to time, more and more seldom, while somebody has not read what one wrote.
 */
import type { MemberReceipts } from '@/contract/sync'
import type { Clock } from './clock'

/** Until it is asked after somebody said that they read, or one wrote (ms): what came in the meantime is in the answer too. */
export const soonMs = 2_000
/** Until it is asked again where somebody has not read all that one wrote (ms): twice as long each time, up to the longest. */
export const againMs = 5_000
export const longestMs = 120_000

export type Receipt = MemberReceipts['members'][number]

export interface RoomReceiptsPorts {
  clock: Clock
  ask: () => Promise<MemberReceipts>
  changed: () => void
}

export interface RoomReceipts {
  /** The same value until it changed. */
  view(): readonly Receipt[]
  /** One's own message has come to this position. */
  wrote(position: number): void
  /** Somebody may have read more. */
  hint(): void
  close(): void
}

export function createRoomReceipts({ clock, ask, changed }: RoomReceiptsPorts): RoomReceipts {
  let view: readonly Receipt[] = []
  /** One's own latest message. */
  let latest = 0
  let wait = againMs
  let cancel: (() => void) | undefined
  let isSoon = false
  let asking = false
  let closed = false

  function plan(delay: number, soon: boolean) {
    if (closed || asking || (cancel && isSoon)) {
      isSoon ||= soon
      return
    }
    cancel?.()
    isSoon = soon
    cancel = clock.after(delay, () => void look())
  }

  async function look() {
    cancel = undefined
    isSoon = false
    asking = true
    // Where it is not answered, it is asked again in its turn.
    const answer = await ask().catch(() => undefined)
    asking = false
    if (closed) return
    if (answer && JSON.stringify(answer.members) !== JSON.stringify(view)) {
      view = answer.members
      changed()
    }
    if (isSoon) {
      isSoon = false
      return plan(soonMs, true)
    }
    const isOpen = !answer || view.some(({ read }) => read < latest)
    if (isOpen) plan(wait, false)
    wait = isOpen ? Math.min(2 * wait, longestMs) : againMs
  }

  void look()
  return {
    view: () => view,
    wrote(position) {
      if (position <= latest) return
      latest = position
      wait = againMs
      plan(soonMs, true)
    },
    hint() {
      plan(soonMs, true)
    },
    close() {
      closed = true
      cancel?.()
    },
  }
}
