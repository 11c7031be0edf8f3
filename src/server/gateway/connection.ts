/** One WebSocket: reads its frames, bounds what it sends and what it owes, and ends it in every way it can end. */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { TopicAccess } from '../ports/access'
import type { Clock } from '../ports/clock'
import type { Metrics } from '../ports/metrics'
import type { SessionWatch } from '../ports/session-watch'
import type { TokenVerifier } from '../ports/token-verifier'
import { watchActivity } from './activity'
import { createChannels } from './channels'
import { brokenFrame, type ClosedReason, type Closure, closures, malformed } from './closures'
import type { FanOut } from './fan-out'
import { MalformedFrame, parseFrame } from './frame'
import type { GatewayLimits } from './gateway-limits'
import { gatherWrites } from './gather-writes'
import type { Hub, Subscriber } from './hub'
import { keepAlive } from './keep-alive'
import type { Presence } from './presence'
import { reasons } from './reasons'
import { createSession } from './session'
import type { UserConnections } from './user-connections'

/** What `ws` says of a connection that ended without a close frame. */
const noGoodbye = 1006

export interface ConnectionDeps {
  readonly tokens: TokenVerifier
  readonly topics: TopicAccess
  readonly clock: Clock
  readonly limits: GatewayLimits
  readonly hub: Hub
  readonly publish: FanOut['publish']
  readonly presence: Presence
  readonly users: UserConnections
  readonly sessions: Pick<SessionWatch, 'hasEnded'>
  readonly metrics: Pick<Metrics, 'connectionClosed'>
  onError(error: unknown): void
}

export interface Connection extends Subscriber {
  /** Says goodbye, and cuts the client off when it does not answer in time. */
  close(closure: Closure): void
  /** Ends the room's topics, if the connection is this user's. */
  shutOut(userId: string, roomId: string): void
  /** Closes the connection, if it is this session's. */
  endSession(sessionId: string): void
}

/** @param stream what the WebSocket writes to */
export function openConnection(socket: WebSocket, stream: Duplex, deps: ConnectionDeps): Connection {
  const { tokens, topics: access, clock, limits, hub, publish, presence, users, metrics, onError } = deps
  const gather = gatherWrites(stream)
  let cancelCut: (() => void) | undefined
  /** The first cause is the one that counts. */
  let cause: ClosedReason | undefined

  function cutSoon(): void {
    cancelCut ??= clock.after(limits.closeMs, () => socket.terminate())
  }

  function close({ name, code, reason }: Closure): void {
    if (socket.readyState === socket.CLOSED) return
    cause ??= name
    socket.close(code, reason)
    cutSoon()
  }

  function drop(reason: ClosedReason): void {
    cause ??= reason
    socket.terminate()
  }

  /** A reader that does not read is dropped at once: nobody waits for it, and it recovers by rejoin. */
  function send(frame: Buffer): void {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > limits.connectionBacklogBytes) drop('backlog')
    else {
      gather()
      socket.send(frame, { binary: false })
    }
  }

  const connection: Connection = {
    ...{ send, close },
    shutOut(userId, roomId) {
      if (session.isOf(userId)) channels.leaveRoom(roomId)
    },
    endSession(sessionId) {
      if (!session.isIn(sessionId)) return
      // Before the goodbye: whoever does not answer it hears nothing meanwhile.
      channels.clear()
      close(closures.session)
    },
  }
  const session = createSession({
    tokens,
    clock,
    users,
    sessions: deps.sessions,
    onError,
    onExpired: () => channels.endAll(reasons.expired),
  })
  const channels = createChannels({
    access,
    clock,
    hub,
    publish,
    limits,
    presence,
    session,
    subscriber: connection,
    closeConnection: close,
    onError,
  })
  const activity = watchActivity({
    clock,
    limits,
    hasTopics: () => channels.size() > 0,
    onIdle: () => close(closures.idle),
  })

  const stopPinging = keepAlive(socket, clock, limits.pingMs, () => drop('silent'))

  /** Whether the client may go on: it may not when it is being closed, nor when it sends too much. */
  function admit(): boolean {
    if (socket.readyState !== socket.OPEN) return false
    const admitted = activity.frame()
    if (!admitted) close(closures.frames)
    return admitted
  }

  function receive(data: Buffer, isBinary: boolean): void {
    try {
      channels.handle(parseFrame(data, isBinary))
    } catch (error) {
      if (!(error instanceof MalformedFrame)) onError(error)
      close(error instanceof MalformedFrame ? malformed(error.message) : closures.internal)
    }
  }

  socket.binaryType = 'nodebuffer'
  socket.on('message', (data, isBinary) => {
    if (admit()) receive(data as Buffer, isBinary)
  })
  socket.on('ping', admit)
  // A broken or oversized frame: `ws` has begun to close, with the right code.
  socket.on('error', (error) => {
    cause ??= brokenFrame(error)
    cutSoon()
  })
  socket.on('close', (code) => {
    metrics.connectionClosed(cause ?? (code === noGoodbye ? 'lost' : 'client'))
    cancelCut?.()
    activity.stop()
    stopPinging()
    channels.clear()
    session.close()
  })
  return connection
}
