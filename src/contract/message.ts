/** A message as everybody sees it. */
import * as z from 'zod/mini'
import { id, position, timestamp } from './primitives'

/** What somebody may do in a room. */
export const roomRole = z.enum(['owner', 'admin', 'member'])

/** Who reacted with one emoji, in the order in which they did. */
export const reaction = z.object({ emoji: z.string(), userIds: z.array(id) })

/**
 * A change: the whole current state of one message, at its latest position.
 *
 * A removed message is a tombstone: `content` is empty, `reactions` too, `removedAt` is set; `seq` stays.
 */
const aboutSomebody = { userId: id }

/** What happened in the room itself. `senderId` of the message that tells it is who did it. */
export const roomEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('joined') }),
  z.object({ kind: z.literal('left') }),
  z.object({ kind: z.literal('added'), ...aboutSomebody }),
  z.object({ kind: z.literal('removed'), ...aboutSomebody }),
  z.object({ kind: z.literal('banned'), ...aboutSomebody }),
  z.object({ kind: z.literal('unbanned'), ...aboutSomebody }),
  z.object({ kind: z.literal('role'), ...aboutSomebody, role: roomRole }),
  z.object({ kind: z.literal('renamed'), name: z.string() }),
  z.object({ kind: z.literal('topic'), topic: z.string() }),
  z.object({ kind: z.literal('archived') }),
  z.object({ kind: z.literal('unarchived') }),
])

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
  /** The message whose thread this is in, beside the conversation; not there for what is in none. */
  thread: z.optional(id),
  /** The sender's clock. */
  sentAt: timestamp,
  createdAt: timestamp,
  editedAt: z.nullable(timestamp),
  removedAt: z.nullable(timestamp),
  reactions: z.array(reaction),
  /** There where nobody wrote this: `content` is empty then, and nothing can be done with it. */
  event: z.optional(roomEvent),
})

export type Reaction = z.infer<typeof reaction>
export type RoomRole = z.infer<typeof roomRole>
export type RoomEvent = z.infer<typeof roomEvent>
export type Change = z.infer<typeof change>
