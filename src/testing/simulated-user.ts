/** Somebody with the real client and without a page: its engine and outbox, over HTTP and realtime-js, against a server. */

import { createTRPCClient } from '@trpc/client'
import { WebSocket } from 'ws'
import { browserClock, newId } from '@/client/sync/browser-ports'
import { createSync, type SyncRoom } from '@/client/sync/engine'
import type { RealtimeLiveChannelOptions } from '@/client/sync/realtime-live-channel'
import { createRealtimeLiveChannel } from '@/client/sync/realtime-live-channel'
import { createApiLink } from '@/client/sync/trpc-link'
import { createTrpcTransport } from '@/client/sync/trpc-transport'
import { isAccepted } from '@/contract/commands'
import type { AppRouter } from '@/server/trpc/app-router'
import type { Guest } from './guest'
import { createMemoryLead } from './memory-lead'
import { createMemoryDisk } from './memory-local-store'
import { steadyConnectivity } from './steady-connectivity'

export interface SimulatedUser {
  readonly userId: string
  /** What the server acknowledged: the message's id, and its position. */
  readonly acknowledged: ReadonlyMap<string, number>
  room(roomId: string): SyncRoom
  close(): void
}

/** Connects, and stays in these rooms. */
export function simulateUser(address: string, guest: Guest, roomIds: readonly string[]): SimulatedUser {
  const token = async () => guest.token()
  const acknowledged = new Map<string, number>()
  const link = createApiLink({ url: `${address}/api/trpc`, fetch, token, reject() {} })
  const transport = createTrpcTransport(createTRPCClient<AppRouter>({ links: [link] }))
  const live = createRealtimeLiveChannel({
    url: `${address.replace('http', 'ws')}/realtime/v1`,
    // The types of `ws` and of the DOM differ in what an event's target is.
    socket: WebSocket as unknown as NonNullable<RealtimeLiveChannelOptions['socket']>,
    ...{ token, page: newId(), clock: browserClock, random: Math.random },
  })
  const sync = createSync({
    ...{ userId: guest.userId, live, clock: browserClock, random: Math.random, ids: newId },
    connectivity: steadyConnectivity,
    ...{ store: createMemoryDisk().open(), lead: createMemoryLead() },
    transport: {
      ...transport,
      async apply(commands) {
        const results = await transport.apply(commands)
        for (const result of results) if (isAccepted(result)) acknowledged.set(result.id, result.position)
        return results
      },
    },
  })
  const stops = roomIds.map((roomId) => sync.room(roomId).subscribe(() => {}))
  return {
    userId: guest.userId,
    acknowledged,
    room: sync.room,
    close() {
      for (const stop of stops) stop()
      sync.close()
      live.close()
    },
  }
}
