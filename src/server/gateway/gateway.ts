/** The live channel's server: speaks Supabase Realtime's protocol, version 2.0.0, on `/realtime/v1/websocket`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { ParleyError } from '@/contract/errors'
import { parseRoomTopic } from '@/contract/realtime'
import type { TopicAccess } from '../ports/access'
import type { Broadcaster } from '../ports/broadcaster'
import type { Bus } from '../ports/bus'
import type { Clock } from '../ports/clock'
import { type Metrics, noMetrics } from '../ports/metrics'
import { endlessSessions, type SessionWatch } from '../ports/session-watch'
import type { TokenVerifier } from '../ports/token-verifier'
import { answerBroadcast, isBroadcastPath } from './broadcast-endpoint'
import { closures } from './closures'
import { type Connection, openConnection } from './connection'
import { createFanOut } from './fan-out'
import { encodeBroadcast } from './frame'
import { type GatewayLimits, gatewayLimits } from './gateway-limits'
import { createHub } from './hub'
import { createPresence } from './presence'
import { createPresenceExchange } from './presence-exchange'
import { createPlaces } from './presence-places'
import { type PresenceMessage, processMessage, type ShutOut } from './process-messages'
import { createRoomOrder } from './room-order'
import { createRepair, type RoomReader, watchHeads } from './room-repair'
import { closeInTurn } from './stop-connections'
import { createUserConnections } from './user-connections'

export interface GatewayDeps {
  readonly tokens: TokenVerifier
  /** Tells which sessions end; without it, none does. */
  readonly sessions?: SessionWatch
  readonly topics: TopicAccess
  readonly clock: Clock
  /** Asked where live frames may be missing. */
  readonly rooms: RoomReader
  /** To the other processes; without it, there are none. */
  readonly bus?: Bus | undefined
  /** Hears of defects; clients hear nothing about them. */
  onError(error: unknown): void
  /** Lets its holder broadcast over HTTP; without it, nobody does. */
  readonly serverKey?: string | undefined
  /** Overrides of the contract's bounds. */
  readonly limits?: Partial<GatewayLimits>
  readonly metrics?: Pick<Metrics, 'connectionClosed'>
  /** Whether whoever asks may connect now; without it, everybody may. @throws ParleyError RATE_LIMITED */
  admit?(request: IncomingMessage): Promise<void>
  /** Whether the page that asks, if it is one, may; without it, every page may. */
  isOwnOrigin?(request: IncomingMessage): boolean
}

export interface GatewayStats {
  readonly connections: number
  /** Users with a connection. */
  readonly users: number
  /** Topics somebody is subscribed to. */
  readonly topics: number
}

export interface Gateway extends Broadcaster {
  /** Takes somebody who is no member any more off the room's topics, in every process. Never throws, never waits. */
  shutOut(userId: string, roomId: string): void
  /** Whether an upgrade request with this URL is for the gateway. */
  handles(url: string | undefined): boolean
  /** Takes over the socket of an upgrade request; never throws. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Goes on with a WebSocket that was let in. @param stream what it writes to; @param url what was asked for */
  open(webSocket: WebSocket, stream: Duplex, url: string | undefined): void
  /** Whether an HTTP request for this path is for the gateway. */
  handlesRequest(pathname: string): boolean
  /** Broadcasts for the server's key; never rejects. */
  answerBroadcast(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Refuses newcomers, says goodbye to everybody in turn, and resolves when the last connection is gone. */
  close(): Promise<void>
  stats(): GatewayStats
}

const path = '/realtime/v1/websocket'
const version = '2.0.0'

export function createGateway(deps: GatewayDeps): Gateway {
  const limits = { ...gatewayLimits, ...deps.limits }
  const { bus, clock, rooms, onError, metrics = noMetrics, sessions = endlessSessions } = deps
  const hub = createHub((topic) => order.forget(topic))
  const order = createRoomOrder({
    ...{ clock, limits, send: hub.send, repair: createRepair({ rooms, hub, limits, onError }) },
    sendHead(topic, log, head) {
      const epoch = parseRoomTopic(topic)?.epoch
      hub.send(topic, encodeBroadcast(topic, 'change', { log, epoch, head }))
    },
  })
  const { publish, receive } = createFanOut({ hub, order, bus })
  const places = createPlaces({ clock, limits })
  const tell = (message: PresenceMessage) => bus?.publish(message)
  const presence = createPresence({ clock, limits, places, tell })
  const exchange = createPresenceExchange({ clock, limits, places, tell })
  const heads =
    bus && watchHeads({ clock, hub, order, rooms, limits, onError, isBlind: () => !bus.isWhole() })
  const users = createUserConnections(limits.connectionsPerUser)
  const connections = new Map<Connection, Promise<void>>()
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
  })
  let stopping = false

  function shutOutHere(userId: string, roomId: string) {
    for (const connection of connections.keys()) connection.shutOut(userId, roomId)
  }

  function accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, socket, request.url))
  }

  function open(webSocket: WebSocket, stream: Duplex, url: string | undefined): void {
    const connection = openConnection(webSocket, stream, {
      ...{ ...deps, limits, hub, publish, presence, users, metrics, sessions },
    })
    const gone = new Promise<void>((resolve) => {
      webSocket.on('close', () => {
        connections.delete(connection)
        resolve()
      })
    })
    connections.set(connection, gone)
    const query = new URLSearchParams(url?.split('?')[1])
    if (query.get('vsn') !== version) connection.close(closures.version)
  }

  sessions.onEnded((sessionId) => {
    for (const connection of connections.keys()) connection.endSession(sessionId)
  })

  const isFull = () => stopping || connections.size >= limits.connections

  const gateway: Gateway = {
    open,
    handles: (url) => url?.split('?', 1)[0] === path,

    handleUpgrade(request, socket, head) {
      // Until the WebSocket is made, nobody else listens.
      socket.on('error', () => {})
      if (deps.isOwnOrigin?.(request) === false) return refuseUpgrade(socket, '403 Forbidden')
      if (isFull()) return refuseUpgrade(socket, '503 Service Unavailable')
      if (!deps.admit) return accept(request, socket, head)
      deps.admit(request).then(
        () => (isFull() ? refuseUpgrade(socket, '503 Service Unavailable') : accept(request, socket, head)),
        (error: unknown) => {
          const wait = error instanceof ParleyError ? error.retryAfter : undefined
          if (wait === undefined) onError(error)
          refuseUpgrade(
            socket,
            wait === undefined ? '503 Service Unavailable' : '429 Too Many Requests',
            wait,
          )
        },
      )
    },

    publish(topic, event, payload) {
      try {
        publish(topic, event, payload)
      } catch (error) {
        deps.onError(error)
      }
    },

    shutOut(userId, roomId) {
      shutOutHere(userId, roomId)
      bus?.publish({ kind: 'shut-out', userId, roomId } satisfies ShutOut)
    },

    handlesRequest: isBroadcastPath,

    answerBroadcast: (request, response) =>
      answerBroadcast({ broadcaster: gateway, serverKey: deps.serverKey, limits }, request, response),

    async close() {
      stopping = true
      await closeInTurn([...connections.keys()], clock, limits.stopSpreadMs)
      await Promise.all(connections.values())
      heads?.stop()
      exchange.stop()
      places.stop()
      order.stop()
    },

    stats: () => ({ connections: connections.size, users: users.users(), topics: hub.size() }),
  }

  bus?.listen({
    message(from, header, body) {
      const { data: message, error } = processMessage.safeParse(header)
      // Another version's; what it said of rooms, their heads will say too.
      if (!message) onError(error)
      else if (message.kind === 'frame') receive(message, body)
      else if (message.kind === 'shut-out') shutOutHere(message.userId, message.roomId)
      else exchange.take(from, message)
    },
    missed() {
      heads?.missed()
      exchange.renew()
    },
    gone: exchange.forget,
  })
  return gateway
}

/** @param wait in milliseconds */
function refuseUpgrade(socket: Duplex, status: string, wait = 5_000): void {
  const headers = ['Connection: close', `Retry-After: ${Math.ceil(wait / 1_000)}`, 'Content-Length: 0']
  // A client that kept its side open would hold up a stop.
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n`, () => socket.destroy())
}
