/**
 * Brings the copies of rooms that nobody looks at up to date, a few at a time: whoever goes offline has them, and a room
 * opens with what is new. Rooms that are shown see to themselves, and come first.
 */

export interface Recovery {
  /** This room has come so far; `held`: there is a copy of it. */
  want(roomId: string, head: number, held: boolean): void
  close(): void
}

interface RecoveryPorts {
  /** Fetches what the room's copy lacks; whether it has all of it now. */
  catchUp(roomId: string): Promise<boolean>
}

/** Rooms at once: their requests travel together. */
const atOnce = 8

export function createRecovery({ catchUp }: RecoveryPorts): Recovery {
  /** Rooms to see to, with the head that was heard of. */
  const wanted = new Map<string, number>()
  /** How far each room's copy is known to come. */
  const reached = new Map<string, number>()
  let running = 0
  let closed = false

  async function run(): Promise<void> {
    running++
    for (let next = wanted.entries().next(); !next.done && !closed; next = wanted.entries().next()) {
      const [roomId, head] = next.value
      wanted.delete(roomId)
      if (await catchUp(roomId)) reached.set(roomId, head)
    }
    running--
  }

  return {
    want(roomId, head, held) {
      if (closed || (held && reached.get(roomId) === head)) return
      wanted.set(roomId, head)
      if (running < atOnce) void run()
    },
    close() {
      closed = true
      wanted.clear()
    },
  }
}
