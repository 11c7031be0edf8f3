/** Frames for the live channel: every kind there is, for own topics and for others', most of them spoilt. */

import { peersTopic, roomTopic, userTopic } from '@/contract/realtime'
import { serverLimits } from '@/contract/server-limits'
import type { Asking } from './hostile-calls'
import { spoil } from './spoil'
import { freshId } from './valid-input'

const forgedMark = 'forged-change'

const oddTopics = [
  ...([
    '',
    ':',
    'room',
    'room:',
    'room:x:1',
    'room::1',
    'user:',
    'user:*',
    'peers:*:1',
    '*',
    '__proto__',
  ] as const),
  ...[
    'room:1 or 1=1:1',
    "room:' or 1=1 --:1",
    'a\0b',
    '\ud800',
    'x'.repeat(serverLimits.topicLength + 1),
    'realtime:x',
  ],
] as const
const events = [
  'phx_join',
  'phx_join',
  'broadcast',
  'broadcast',
  'access_token',
  'presence',
  'phx_leave',
] as const
const oddEvents = [
  'heartbeat',
  'phx_close',
  'phx_error',
  'phx_reply',
  'system',
  '__proto__',
  'x',
  '',
] as const
const broadcastEvents = ['change', 'rooms', 'read', 'typing', '__proto__'] as const

/** The topics of whoever asks. */
export function ownTopics(roomId: string, userId: string): [string, ...string[]] {
  return [roomTopic(roomId, 1), peersTopic(roomId, 1), userTopic(userId)]
}

/** @returns what goes into one WebSocket message */
export function hostileFrame(asking: Asking, own: readonly [string, ...string[]]): string | Buffer {
  const { random, ids, token } = asking
  const chance = random.next()
  if (chance < 0.02) return 'x'.repeat(serverLimits.frameBytes + 1)
  if (chance < 0.06) return Buffer.from(random.bytes(random.int(300)))
  const [roomId = '', userId = ''] = [ids.foreign.roomId[0], ids.foreign.userId[0]]
  const epoch = random.int(3)
  const foreign = random.pick([roomTopic(roomId, epoch), peersTopic(roomId, epoch), userTopic(userId)])
  const strange = random.pick([
    random.pick(oddTopics),
    roomTopic(freshId(random), 1),
    `${own[0]}:extra`,
    `${foreign} `,
  ])
  const topic = `realtime:${random.pick([random.pick(own), random.pick(own), foreign, strange])}`
  const event = random.next() < 0.9 ? random.pick(events) : random.pick(oddEvents)
  if (chance < 0.12) return binaryPush(asking, topic)
  const shown = random.next() < 0.2 ? random.pick(asking.badTokens) : token
  const frame = ['1', String(random.int(1_000)), topic, event, payloadOf(event, shown, asking)]
  return random.next() < 0.4 ? JSON.stringify(frame) : spoil(frame, random, ids)
}

function payloadOf(event: string, token: string, { random }: Asking): object {
  const config = {
    private: true,
    broadcast: { ack: random.next() < 0.5, self: random.next() < 0.5 },
    presence: { enabled: random.next() < 0.5, key: random.pick(['a', '', 'x'.repeat(2_000), '__proto__']) },
    postgres_changes: [],
  }
  if (event === 'phx_join') return { config, access_token: token }
  if (event === 'access_token') return { access_token: token }
  if (event === 'presence')
    return { type: 'presence', event: random.pick(['track', 'untrack', 'x']), payload: { a: 1 } }
  if (event !== 'broadcast') return {}
  return {
    type: 'broadcast',
    event: random.pick(broadcastEvents),
    payload: { log: 'x', head: 9, mark: forgedMark },
  }
}

/** A binary broadcast, whose lengths may lie. */
function binaryPush({ random, ids }: Asking, topic: string): Buffer {
  const parts = ['1', '2', topic.slice(0, 255), random.pick(broadcastEvents), ''].map((part) =>
    Buffer.from(part, 'latin1'),
  )
  const payload = Buffer.from(spoil({ mark: forgedMark }, random, ids))
  const encoding = random.next() < 0.8 ? 1 : random.int(256)
  const frame = Buffer.concat([
    Buffer.from([3, ...parts.map((part) => part.length), encoding]),
    ...parts,
    payload,
  ])
  if (random.next() < 0.4) frame[random.int(Math.min(8, frame.length))] = random.int(256)
  return random.next() < 0.2 ? frame.subarray(0, random.int(frame.length)) : frame
}
