/**
 * The live channel over `@supabase/realtime-js`: one socket for all topics.
 *
 * What the library does by itself: it reconnects the socket, and joins a topic again after an error or a timeout.
 * What it does not: after CLOSED it never comes back; a join carries the token of an earlier moment, so a refused
 * one would be refused again; and while a lost socket waits for its turn, `connect()` does nothing.
 */
import { type RealtimeChannel, RealtimeClient, type RealtimeClientOptions } from '@supabase/realtime-js'
import type { Clock } from './clock'
import type { LiveChannel, TopicListener } from './live-channel'
import { backoff, type Random } from './random'

export interface RealtimeLiveChannelOptions {
  /** For example `wss://example.org/realtime/v1`. */
  url: string
  /** Rejects when nobody is signed in. */
  token: () => Promise<string>
  clock: Clock
  random: Random
  /** Where there is no WebSocket of the platform's own. */
  socket?: NonNullable<RealtimeClientOptions['transport']>
}

/** Supabase demands a key; Parley's gateway takes any. */
const apikey = 'parley'

export function createRealtimeLiveChannel(
  options: RealtimeLiveChannelOptions,
): LiveChannel & { close(): void } {
  const { url, token, clock, random, socket } = options
  const client = new RealtimeClient(url, {
    params: { apikey },
    accessToken: token,
    worker: false,
    reconnectAfterMs: (tries) => backoff(tries, random, 1_000, 10_000),
    ...(socket ? { transport: socket } : {}),
  })

  function join(topic: string, listener: TopicListener): () => void {
    let left = false
    let refusals = 0
    let channel: RealtimeChannel | undefined
    let cancel = () => {}

    async function begin() {
      // Without this the first join goes out before there is a token.
      await client.setAuth()
      if (left) return
      const mine = client.channel(topic, {
        config: {
          private: true,
          broadcast: { self: false, ack: false },
          presence: { key: '', enabled: false },
        },
      })
      channel = mine
      mine.on('broadcast', { event: '*' }, (message) => {
        if (channel === mine) listener.event(message.event, message.payload)
      })
      mine.subscribe((status) => {
        if (channel === mine) take(status)
      })
    }

    function take(status: `${Parameters<NonNullable<Parameters<RealtimeChannel['subscribe']>[0]>>[0]}`) {
      if (status === 'SUBSCRIBED') {
        refusals = 0
        return listener.state('joined')
      }
      listener.state('broken')
      // The library joins again soon; by then it shall have a fresh token.
      if (status === 'CHANNEL_ERROR') void client.setAuth()
      if (status !== 'CLOSED') return
      channel = undefined
      cancel = clock.after(backoff(++refusals, random, 1_000, 10_000), () => void begin())
    }

    listener.state('joining')
    void begin()
    return () => {
      left = true
      cancel()
      const mine = channel
      // Forgotten first: leaving closes the channel, and that is not a reason to join again.
      channel = undefined
      if (mine) void client.removeChannel(mine)
    }
  }

  return {
    join,
    wake() {
      if (client.isConnecting() || client.getChannels().length === 0) return
      if (!client.isConnected()) return void client.disconnect().then(() => client.connect())
      // A second heartbeat while one is unanswered would count as a lost connection.
      if (!client.pendingHeartbeatRef) void client.sendHeartbeat()
    },
    close() {
      void client.removeAllChannels()
    },
  }
}
