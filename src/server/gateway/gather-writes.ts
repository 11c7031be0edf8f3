/**
 * Gathers what is written to a socket in one tick into one system call: that call is most of what a delivery costs.
 * Measured by bench/fan-out.ts; decision 010.
 */
import type { Duplex } from 'node:stream'

type Gathering = Pick<Duplex, 'cork' | 'uncork' | 'writableLength' | 'writableHighWaterMark'>

/**
 * @returns to be called before each write. What exceeds the stream's own buffer goes out at once, so that a long tick
 * does not look like a reader that does not read.
 */
export function gatherWrites(stream: Gathering): () => void {
  let gathering = false

  function release(): void {
    gathering = false
    stream.uncork()
  }

  return () => {
    if (!gathering) {
      gathering = true
      stream.cork()
      process.nextTick(release)
    } else if (stream.writableLength >= stream.writableHighWaterMark) {
      stream.uncork()
      stream.cork()
    }
  }
}
