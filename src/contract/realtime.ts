/** The live channel: topic names and what the server broadcasts on them. The wire protocol is the gateway's business. */
import * as z from 'zod/mini'
import { change } from './message'
import { id, position } from './primitives'

/** Members read it, only the server writes: `change`. A new epoch is a new topic, which is how somebody is shut out. */
export function roomTopic(roomId: string, epoch: number): string {
  return `room:${roomId}:${epoch}`
}

/** The room of a room's topic; undefined for every other topic. */
export function parseRoomTopic(topic: string): { roomId: string; epoch: number } | undefined {
  const [, roomId, epoch] = topic.match(/^room:([^:]+):(\d+)$/) ?? []
  return roomId === undefined ? undefined : { roomId, epoch: Number(epoch) }
}

/** The room that a topic belongs to, with content or among peers, of whatever epoch. */
export function roomOfTopic(topic: string): string | undefined {
  return topic.match(/^(?:room|peers):([^:]+):\d+$/)?.[1]
}

/** Members read and write it: typing, presence. Nothing that arrives here is believed about messages. */
export function peersTopic(roomId: string, epoch: number): string {
  return `peers:${roomId}:${epoch}`
}

/** From the server to one user: `rooms` (the room list or an epoch changed), `read` (how far they have read, on any device). */
export function userTopic(userId: string): string {
  return `user:${userId}`
}

/**
 * The changes of the positions `(after, upTo]` of one room; a message that changed twice in them is there once.
 * Applies when `after <= cursor < upTo`; `upTo <= cursor` is a repeat; `after > cursor` is a hole.
 */
export const changesFrame = z.object({
  log: id,
  epoch: z.int(),
  after: position,
  upTo: position,
  changes: z.array(change),
})

/** Says that the room has come this far, and nothing else. */
export const headFrame = z.object({ log: id, epoch: z.int(), head: position })

/** The payload of the event `change` on a room's topic. */
export const changeFrame = z.union([changesFrame, headFrame])

/** The payload of the event `rooms` on a user's topic: read `rooms.heads` again. */
export const roomsFrame = z.object({ roomId: id, epoch: z.int() })

/** The payload of the event `read` on a user's topic. With `unread` they took back how far they had read: what follows is unread again. */
export const readFrame = z.object({ roomId: id, log: id, position, unread: z.optional(z.literal(true)) })

export type ChangesFrame = z.infer<typeof changesFrame>
export type HeadFrame = z.infer<typeof headFrame>
export type ChangeFrame = z.infer<typeof changeFrame>
export type RoomsFrame = z.infer<typeof roomsFrame>
export type ReadFrame = z.infer<typeof readFrame>
