/**
 * What the gateway answers when it refuses one request. Where the hosted service refuses the same, the code before
 * the colon is its code, and the words begin as its words do: clients read them.
 *
 * Different on purpose: what is too much is refused and the topic goes on, where the hosted service closes the topic
 * (or, for joins, the connection). realtime-js never joins again what was closed, so one broadcast too many would
 * cost a reader its room. And every refusal is answered; the hosted service drops a broadcast that is not allowed.
 */
export const reasons = {
  unmatched: 'unmatched topic',
  unknownEvent: 'UnknownEvent: There is no such event here',
  joinPayload: 'InvalidJoinPayload: A join needs a join_ref and a payload of the form {config, access_token}',
  privateOnly: 'PrivateOnly: This project only allows private channels: set config.private to true',
  unsupported: 'UnsupportedConfig: Neither postgres_changes nor broadcast.replay exists here',
  /** Not `Unauthorized`: with another token it may succeed. */
  token: 'InvalidJWTToken: The access token is missing, invalid or has expired',
  guests: 'InvalidJWTToken: Guests cannot go on here: register',
  unavailable: 'Unavailable: Permissions cannot be checked just now: try again',
  tooManyChannels: 'ChannelRateLimitReached: Too many channels',
  tooManyJoins: 'ClientJoinRateLimitReached: Too many joins per second',
  /** The hosted service counts the users of a project, the gateway the connections of a user. */
  tooManyConnections: 'ConnectionRateLimitReached: Too many connections of this user',
  expired: 'Token has expired',
  broadcastDenied: 'Unauthorized: You do not have permissions to broadcast on this Channel topic',
  broadcastPayload: 'InvalidBroadcastPayload: A broadcast is {event, payload} in JSON, not nested too deeply',
  broadcastRate: 'Too many messages per second',
  presenceDenied: 'Unauthorized: You do not have permissions to track presence on this Channel topic',
  presencePayload: 'Presence track payload must be a map, and a small one',
  presenceRate: 'Client presence rate limit exceeded',
  tooManyPresences: 'Too many presences on this topic',
} as const

export function readDenied(topic: string): string {
  return `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`
}
