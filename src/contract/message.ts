/** A message as everybody sees it. */
import * as z from 'zod/mini'
import { id, position, timestamp } from './primitives'

/** Who reacted with one emoji, in the order in which they did. */
export const reaction = z.object({ emoji: z.string(), userIds: z.array(id) })

/**
 * A change: the whole current state of one message, at its latest position.
 *
 * A removed message is a tombstone: `content` is empty, `reactions` too, `removedAt` is set; `seq` stays.
 */
export const change = z.object({
  id,
  roomId: id,
  /** The room's head when the message was created. Orders the room, for everybody, forever. */
  seq: position,
  /** The room's head at the message's latest change. */
  changedSeq: position,
  senderId: id,
  content: z.string(),
  /** How often the content was changed, from 1; 0 for the tombstone of a message that never came. Reactions leave it alone. */
  version: z.int(),
  replyTo: z.nullable(id),
  /** The sender's clock. */
  sentAt: timestamp,
  createdAt: timestamp,
  editedAt: z.nullable(timestamp),
  removedAt: z.nullable(timestamp),
  reactions: z.array(reaction),
})

export type Reaction = z.infer<typeof reaction>
export type Change = z.infer<typeof change>
