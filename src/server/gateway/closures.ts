/** Why a whole connection ends: the WebSocket close code, the reason that travels with it, and the name it is counted by. */

/** The ends that the gateway can tell apart. */
export type ClosedReason =
  | 'stopping'
  | 'version'
  | 'frames'
  | 'idle'
  | 'user'
  | 'session'
  | 'internal'
  | 'malformed'
  /** A frame beyond `frameBytes`. */
  | 'frame_too_large'
  /** A reader that does not read. */
  | 'backlog'
  /** No answer to a ping. */
  | 'silent'
  /** The client said goodbye. */
  | 'client'
  /** The connection broke. */
  | 'lost'

export interface Closure {
  readonly name: ClosedReason
  readonly code: number
  /** At most 123 bytes: the protocol carries no more. */
  readonly reason: string
}

/** A frame beyond `frameBytes` is not in here: `ws` itself answers it, with 1009. */
export const closures = {
  stopping: {
    name: 'stopping',
    code: 1001,
    reason: 'The server is stopping: connect again in a moment',
  },
  version: { name: 'version', code: 1002, reason: 'Unsupported protocol version: connect with vsn=2.0.0' },
  frames: { name: 'frames', code: 1008, reason: 'Too many frames in one second' },
  idle: { name: 'idle', code: 1008, reason: 'Nothing was heard for too long, or no topic was joined' },
  user: { name: 'user', code: 1008, reason: 'This connection belongs to another user: connect again' },
  session: { name: 'session', code: 1008, reason: 'The session has ended: sign in again' },
  internal: { name: 'internal', code: 1011, reason: 'Something went wrong on the server: connect again' },
} as const satisfies Record<string, Closure>

/** Why `ws` gave a connection up: it says so by the error's code. */
export function brokenFrame(error: Error): ClosedReason {
  return 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
    ? 'frame_too_large'
    : 'malformed'
}

/** For a frame that is no frame at all; `detail` comes from this code, never from the client. */
export function malformed(detail: string): Closure {
  return { name: 'malformed', code: 1007, reason: `Malformed frame: ${detail}` }
}
