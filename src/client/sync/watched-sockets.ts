/**
 * What realtime-js does not know of its sockets: how long one has been waiting to be let in, and whether they keep
 * being cut soon after. A network that takes connections and says nothing would hold it for minutes.
 */
import type { RealtimeClientOptions } from '@supabase/realtime-js'
import type { Clock } from './clock'

export type SocketClass = NonNullable<RealtimeClientOptions['transport']>

export interface WatchedSockets {
  /** To be used in place of the given one. */
  socket: SocketClass
  /** How long (ms) the present socket has been waiting to be let in; undefined when it is not. */
  waiting(): number | undefined
  /** How many sockets in a row were lost soon after they had been let in. */
  shortLived(): number
}

/** A socket that is not let in within this time (ms) is given up: a handshake is small, also for a slow phone. */
const handshakeMs = 30_000
/** One that lasts less (ms) was not worth coming back so quickly. */
const steadyMs = 5_000

export function watchSockets(Base: SocketClass, clock: Clock): WatchedSockets {
  let began: number | undefined
  let shortLived = 0

  class Watched extends Base {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      const mine = clock.now()
      let openedAt: number | undefined
      began = mine
      const settled = () => {
        stopWaiting()
        if (began === mine) began = undefined
      }
      const stopWaiting = clock.after(handshakeMs, () => this.close())
      this.addEventListener('open', () => {
        openedAt = clock.now()
        settled()
      })
      this.addEventListener('close', () => {
        settled()
        if (openedAt === undefined) return
        shortLived = clock.now() - openedAt < steadyMs ? shortLived + 1 : 0
      })
    }
  }

  return {
    socket: Watched,
    waiting: () => (began === undefined ? undefined : clock.now() - began),
    shortLived: () => shortLived,
  }
}
