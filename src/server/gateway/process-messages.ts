/** What the gateways of several processes tell each other over the bus. A frame travels as it goes to the clients. */
import * as z from 'zod/mini'

/** A frame for the subscribers of a topic; `span` where it covers positions of a room. */
const frameHeader = z.object({
  kind: z.literal('frame'),
  topic: z.string(),
  span: z.optional(z.object({ log: z.string(), after: z.int(), upTo: z.int() })),
})

const sharedPlace = z.object({
  topic: z.string(),
  id: z.string(),
  key: z.string(),
  /** Stays through changes: realtime-js then replaces the meta, without a leave. */
  ref: z.string(),
  meta: z.record(z.string(), z.unknown()),
})

/** A presence appeared or changed; it takes over from the one that it replaces. */
const placed = z.extend(sharedPlace, { kind: z.literal('placed'), replaces: z.optional(z.string()) })

/** A presence's join is over, and its place kept for a while. */
const leaving = z.object({ kind: z.literal('leaving'), topic: z.string(), id: z.string() })

/** A presence is gone. */
const gone = z.object({ kind: z.literal('gone'), topic: z.string(), id: z.string() })

/** All presences of the sender, in parts. Whatever is not among them is over. */
const places = z.object({
  kind: z.literal('places'),
  part: z.enum(['only', 'first', 'middle', 'last']),
  places: z.array(z.extend(sharedPlace, { leaving: z.boolean() })),
})

/** Everybody shall tell all their presences. */
const ask = z.object({ kind: z.literal('ask') })

/** Somebody is no member of a room any more. */
const shutOut = z.object({ kind: z.literal('shut-out'), userId: z.string(), roomId: z.string() })

export const processMessage = z.discriminatedUnion('kind', [
  frameHeader,
  shutOut,
  placed,
  leaving,
  gone,
  places,
  ask,
])

export type ProcessMessage = z.infer<typeof processMessage>
export type FrameHeader = z.infer<typeof frameHeader>
export type ShutOut = z.infer<typeof shutOut>
export type PresenceMessage = Exclude<ProcessMessage, FrameHeader | ShutOut>
export type SharedPlace = z.infer<typeof sharedPlace>
