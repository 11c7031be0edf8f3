/** What the gateway answers when it refuses one request, in the words of the hosted service where it has any. */

export const reasons = {
  unmatched: 'unmatched topic',
  unknownEvent: 'UnknownEvent: There is no such event here',
  joinPayload: 'InvalidJoinPayload: A join needs a join_ref and a payload of the form {config, access_token}',
  privateOnly: 'PrivateOnly: Only private channels exist here: set config.private to true',
  unsupported: 'UnsupportedConfig: Neither postgres_changes nor broadcast.replay exists here',
  token: 'Unauthorized: The access token is missing, invalid or has expired',
  unavailable: 'Unavailable: Permissions cannot be checked just now: try again',
  tooManyChannels: 'ChannelRateLimitReached: Too many channels',
  tooManyJoins: 'ClientJoinRateLimitReached: Too many joins per second',
  tooManyConnections: 'ConnectionRateLimitReached: Too many connections of this user',
  expired: 'Token has expired',
  broadcastDenied: 'Unauthorized: You do not have permissions to broadcast on this Channel topic',
  broadcastPayload: 'InvalidBroadcastPayload: A broadcast is {event, payload} in JSON, not nested too deeply',
  broadcastRate: 'Too many messages per second',
  presenceDenied: 'Unauthorized: You do not have permissions to track presence on this Channel topic',
  presencePayload: 'InvalidPresencePayload: Presence is track with a small JSON object, or untrack',
  presenceRate: 'ClientPresenceRateLimitReached: Client presence rate limit exceeded',
  tooManyPresences: 'PresenceRateLimitReached: Too many presences on this topic',
} as const

export function readDenied(topic: string): string {
  return `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`
}
