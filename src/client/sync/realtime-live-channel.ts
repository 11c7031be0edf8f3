/**
 * The live channel over `@supabase/realtime-js`: one socket for all topics.
 *
 * What the library does by itself: it reconnects the socket, and joins a topic again after an error or a timeout.
 * What it does not: after CLOSED it never comes back; a join carries the token of an earlier moment, so a refused
 * one would be refused again; while a lost socket waits for its turn, `connect()` does nothing; and it waits for a
 * handshake as long as the browser does, which is minutes.
 *
 * A socket that dies without a word is noticed by an unanswered heartbeat: within twice `heartbeatMs`, after a wake
 * within once.
 */
import { type RealtimeChannel, RealtimeClient } from '@supabase/realtime-js'
import type { Clock } from './clock'
import type {
  ClosableLiveChannel,
  PeersChannel,
  PeersListener,
  PeersTopic,
  TopicListener,
  TopicState,
} from './live-channel'
import { backoff, type Random } from './random'
import { type SocketClass, watchSockets } from './watched-sockets'

export interface RealtimeLiveChannelOptions {
  /** For example `wss://example.org/realtime/v1`. */
  url: string
  /** Rejects when nobody is signed in. */
  token: () => Promise<string>
  /** This page's own: realtime-js 2.109 loses a presence that shares its key with another. */
  page: string
  clock: Clock
  random: Random
  /** Where there is no WebSocket of the platform's own. */
  socket?: SocketClass
}

/** Supabase demands a key; Parley's gateway takes any. */
const apikey = 'parley'
/** Between two heartbeats, and how long the answer to one may take (ms). */
const heartbeatMs = 25_000
/** How long (ms) a join may take. After a reconnect all topics join at once: 100 KB, which 16 kbit/s carry in 50 s. */
const joinMs = 60_000
/** A topic that was lost and is joined again within this time (ms) is not told as broken. */
const graceMs = 3_000
/** A socket that has been waiting to be let in for so long (ms) is tried anew when somebody looks, or the network is back. */
const staleMs = 5_000

export function createRealtimeLiveChannel(
  options: RealtimeLiveChannelOptions,
): ClosableLiveChannel & PeersChannel {
  const { url, token, page, clock, random, socket } = options
  const sockets = watchSockets(socket ?? globalThis.WebSocket, clock)
  const client = new RealtimeClient(url, {
    params: { apikey },
    accessToken: token,
    worker: false,
    heartbeatIntervalMs: heartbeatMs,
    timeout: joinMs,
    reconnectAfterMs: (tries) => backoff(tries + sockets.shortLived(), random, 1_000, 10_000),
    transport: sockets.socket,
  })

  function look() {
    if (client.getChannels().length === 0) return
    if (client.isConnecting() && (sockets.waiting() ?? 0) < staleMs) return
    if (!client.isConnected()) return void client.disconnect().then(() => client.connect())
    // A second heartbeat while one is unanswered would count as a lost connection.
    if (!client.pendingHeartbeatRef) void client.sendHeartbeat()
  }

  function open(topic: string, listener: TopicListener, peers?: PeersListener): PeersTopic {
    let left = false
    let refusals = 0
    let channel: RealtimeChannel | undefined
    let cancel = () => {}
    let told: TopicState = 'joining'
    /** Set while a topic that was joined is given a moment to come back. */
    let stopHoping: (() => void) | undefined

    function tell(state: TopicState) {
      stopHoping?.()
      stopHoping = undefined
      told = state
      listener.state(state)
    }

    async function begin() {
      // Without this the first join goes out before there is a token.
      await client.setAuth()
      if (left) return
      const mine = client.channel(topic, {
        config: {
          private: true,
          broadcast: { self: false, ack: false },
          presence: { key: peers ? page : '', enabled: peers !== undefined },
        },
      })
      channel = mine
      mine.on('broadcast', { event: '*' }, (message) => {
        if (channel === mine) listener.event(message.event, message.payload)
      })
      if (peers) {
        mine.on('presence', { event: 'sync' }, () => {
          if (channel === mine) peers.here(peopleIn(mine.presenceState<{ user_id?: unknown }>()))
        })
      }
      mine.subscribe((status) => {
        if (channel !== mine) return
        take(status)
        if (peers && status === 'SUBSCRIBED') void mine.track({})
      })
    }

    function take(status: `${Parameters<NonNullable<Parameters<RealtimeChannel['subscribe']>[0]>>[0]}`) {
      if (status === 'SUBSCRIBED') {
        refusals = 0
        return tell('joined')
      }
      if (told === 'joined') stopHoping ??= clock.after(graceMs, () => tell('broken'))
      else tell('broken')
      // The library joins again soon; by then it shall have a fresh token.
      if (status === 'CHANNEL_ERROR') void client.setAuth()
      if (status !== 'CLOSED') return
      channel = undefined
      cancel = clock.after(backoff(++refusals, random, 1_000, 10_000), () => void begin())
    }

    listener.state('joining')
    void begin()
    return {
      say(event, payload) {
        // The library would send what it cannot say over HTTP.
        if (channel?.state !== 'joined' || !client.isConnected()) return
        void channel.send({ type: 'broadcast', event, payload })
      },
      leave() {
        left = true
        cancel()
        stopHoping?.()
        const mine = channel
        // Forgotten first: leaving closes the channel, and that is not a reason to join again.
        channel = undefined
        if (mine) void client.removeChannel(mine)
      },
    }
  }

  return {
    join: (topic, listener) => open(topic, listener).leave,
    meet: (topic, listener) => open(topic, listener, listener),
    // Not at once: when a page is seen again the library looks too, and would end the connection that we had begun.
    wake: () => void clock.after(0, look),
    close() {
      void client.removeAllChannels()
    },
  }
}

function peopleIn(state: Record<string, { user_id?: unknown }[]>): Set<string> {
  const ids = Object.values(state).flatMap((metas) => metas.map(({ user_id }) => user_id))
  return new Set(ids.filter((id) => typeof id === 'string'))
}
