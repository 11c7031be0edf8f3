/** An unmodified realtime-js for tests, outside a browser. */
import { type RealtimeChannel, RealtimeClient, type WebSocketLikeConstructor } from '@supabase/realtime-js'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Guest } from './guest'

/** Signed in as the guest; ends with the test. */
export async function connectLive(address: string, guest: Guest): Promise<RealtimeClient> {
  const client = new RealtimeClient(`${address.replace('http', 'ws')}/realtime/v1`, {
    params: { apikey: 'any' },
    // The types of `ws` and of the DOM differ in what an event's target is.
    transport: WebSocket as unknown as WebSocketLikeConstructor,
    accessToken: async () => guest.token(),
  })
  onTestFinished(async () => void (await client.disconnect()))
  await client.setAuth()
  return client
}

/** Joins, and resolves with the channel or rejects with the refusal. */
export function joinTopic(client: RealtimeClient, topic: string): Promise<RealtimeChannel> {
  const channel = client.channel(topic, { config: { private: true, broadcast: { ack: true, self: false } } })
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve(channel)
      else if (status !== 'CLOSED') reject(error ?? new Error(status))
    })
  })
}
