/** Why the gateway ends a whole connection: the WebSocket close code, and the reason that travels with it. */

export interface Closure {
  readonly code: number
  /** At most 123 bytes: the protocol carries no more. */
  readonly reason: string
}

/** A frame beyond `frameBytes` is not in here: `ws` itself answers it, with 1009. */
export const closures = {
  stopping: { code: 1001, reason: 'The server is stopping: connect again in a moment' },
  version: { code: 1002, reason: 'Unsupported protocol version: connect with vsn=2.0.0' },
  frames: { code: 1008, reason: 'Too many frames in one second' },
  idle: { code: 1008, reason: 'Nothing was heard for too long, or no topic was joined' },
  user: { code: 1008, reason: 'This connection belongs to another user: connect again' },
  internal: { code: 1011, reason: 'Something went wrong on the server: connect again' },
} as const satisfies Record<string, Closure>

/** For a frame that is no frame at all; `detail` comes from this code, never from the client. */
export function malformed(detail: string): Closure {
  return { code: 1007, reason: `Malformed frame: ${detail}` }
}
