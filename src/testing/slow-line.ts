/** One direction of a test's network, shared by all its connections: as quick as it is told, and first in, first out. */

export interface SlowLine {
  /** Bytes per second from now on; undefined is as quick as the machine. */
  setRate(bytesPerSecond: number | undefined): void
  /** Nothing arrives until `flow`. */
  hold(): void
  flow(): void
  /** Delivers these bytes when their turn comes; `left` is called when they are on their way. */
  pass(bytes: Buffer, deliver: (piece: Buffer) => void, left: () => void): void
}

interface Parcel {
  bytes: Buffer
  deliver: (piece: Buffer) => void
  left: () => void
}

/** How often (ms) a slow line delivers. */
const beat = 25

export function createSlowLine(): SlowLine {
  const waiting: Parcel[] = []
  let rate: number | undefined
  let held = false
  let timer: NodeJS.Timeout | undefined

  function move() {
    if (held || timer !== undefined) return
    let allowance = rate === undefined ? Number.POSITIVE_INFINITY : Math.max(1, (rate * beat) / 1_000)
    while (allowance > 0) {
      const parcel = waiting[0]
      if (parcel === undefined) return
      const piece = parcel.bytes.subarray(0, Math.ceil(Math.min(allowance, parcel.bytes.length)))
      parcel.bytes = parcel.bytes.subarray(piece.length)
      allowance -= piece.length
      parcel.deliver(piece)
      if (parcel.bytes.length > 0) continue
      waiting.shift()
      parcel.left()
    }
    timer = setTimeout(() => {
      timer = undefined
      move()
    }, beat)
    timer.unref()
  }

  return {
    setRate(bytesPerSecond) {
      rate = bytesPerSecond
      clearTimeout(timer)
      timer = undefined
      move()
    },
    hold() {
      held = true
    },
    flow() {
      held = false
      move()
    },
    pass(bytes, deliver, left) {
      waiting.push({ bytes, deliver, left })
      move()
    },
  }
}
