/** The live channel's server: speaks Supabase Realtime's protocol, version 2.0.0, on `/realtime/v1/websocket`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { TopicAccess } from '../ports/access'
import type { Broadcaster } from '../ports/broadcaster'
import type { Clock } from '../ports/clock'
import type { TokenVerifier } from '../ports/token-verifier'
import { answerBroadcast } from './broadcast-endpoint'
import { closures } from './closures'
import { type Connection, openConnection } from './connection'
import { type GatewayLimits, gatewayLimits } from './gateway-limits'
import { createHub } from './hub'
import { createPresence } from './presence'
import { createUserConnections } from './user-connections'

export interface GatewayDeps {
  readonly tokens: TokenVerifier
  readonly topics: TopicAccess
  readonly clock: Clock
  /** Hears of defects; clients hear nothing about them. */
  onError(error: unknown): void
  /** Lets its holder broadcast over HTTP; without it, nobody does. */
  readonly serverKey?: string | undefined
  /** Overrides of the contract's bounds. */
  readonly limits?: Partial<GatewayLimits>
}

export interface GatewayStats {
  readonly connections: number
  /** Users with a connection. */
  readonly users: number
  /** Topics somebody is subscribed to. */
  readonly topics: number
}

export interface Gateway extends Broadcaster {
  /** Whether an upgrade request with this URL is for the gateway. */
  handles(url: string | undefined): boolean
  /** Takes over the socket of an upgrade request; never throws. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Whether an HTTP request for this path is for the gateway. */
  handlesRequest(pathname: string): boolean
  /** Broadcasts for the server's key; never rejects. */
  answerBroadcast(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Refuses newcomers, says goodbye to everybody, and resolves when the last connection is gone. */
  close(): Promise<void>
  stats(): GatewayStats
}

const path = '/realtime/v1/websocket'
const broadcastPath = '/realtime/v1/api/broadcast'
const version = '2.0.0'

export function createGateway(deps: GatewayDeps): Gateway {
  const limits = { ...gatewayLimits, ...deps.limits }
  const hub = createHub()
  const presence = createPresence({ clock: deps.clock, limits })
  const users = createUserConnections(limits.connectionsPerUser)
  const connections = new Map<Connection, Promise<void>>()
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
  })
  let stopping = false

  const gateway: Gateway = {
    handles: (url) => url?.split('?', 1)[0] === path,

    handleUpgrade(request, socket, head) {
      if (stopping || connections.size >= limits.connections) return refuseUpgrade(socket)
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = openConnection(webSocket, { ...deps, limits, hub, presence, users })
        const gone = new Promise<void>((resolve) => {
          webSocket.on('close', () => {
            connections.delete(connection)
            resolve()
          })
        })
        connections.set(connection, gone)
        const query = new URLSearchParams(request.url?.split('?')[1])
        if (query.get('vsn') !== version) connection.close(closures.version)
      })
    },

    publish(topic, event, payload) {
      try {
        hub.publish(topic, event, payload)
      } catch (error) {
        deps.onError(error)
      }
    },

    handlesRequest: (pathname) => pathname === broadcastPath,

    answerBroadcast: (request, response) =>
      answerBroadcast({ broadcaster: gateway, serverKey: deps.serverKey, limits }, request, response),

    async close() {
      stopping = true
      for (const connection of connections.keys()) connection.close(closures.stopping)
      await Promise.all(connections.values())
      presence.stop()
    },

    stats: () => ({ connections: connections.size, users: users.users(), topics: hub.topics() }),
  }
  return gateway
}

function refuseUpgrade(socket: Duplex): void {
  socket.on('error', () => {})
  socket.end(
    'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n',
  )
}
