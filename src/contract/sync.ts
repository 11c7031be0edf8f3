/** How a client learns what it missed: rejoin, history, heads, receipts. */
import * as z from 'zod/mini'
import { limits } from './limits'
import { change } from './message'
import { id, pageSize, position, timestamp } from './primitives'

export const roomKind = z.enum(['public', 'private', 'direct'])

export const rejoinInput = z.strictObject({
  roomId: id,
  /** The caller's cursor. Left out, the user's last received position is used. */
  after: z.optional(position),
  limit: pageSize(limits.rejoinPage),
})

/** Every change in `(after, cursor]`. On the last page `cursor` is `head`. */
export const rejoinOutput = z.object({
  status: z.enum(['caught_up', 'missed']),
  log: id,
  epoch: z.int(),
  changes: z.array(change),
  cursor: position,
  head: position,
  hasMore: z.boolean(),
})

export const historyInput = z
  .strictObject({
    roomId: id,
    /** Messages with a lower `seq`. Left out: the newest page. */
    before: z.optional(position),
    /** The message that the page is to be around, with about as many before it as after it. */
    around: z.optional(id),
    limit: pageSize(limits.historyPage),
  })
  .check(
    z.refine(
      ({ before, around }) => before === undefined || around === undefined,
      'either before a position or around a message',
    ),
  )

/** Messages in the order of `seq`, as they are at `head`. */
export const historyOutput = z.object({
  log: id,
  epoch: z.int(),
  head: position,
  changes: z.array(change),
  hasMore: z.boolean(),
})

export const headsInput = z.strictObject({
  /** The greatest id of the page before, `ended` ones included. */
  after: z.optional(id),
  limit: pageSize(limits.headsPage),
})

/** A tenant of the installation, by the name that its people see. */
export const roomWorkspace = z.object({ id, name: z.string() })

export const roomHead = z.object({
  roomId: id,
  /** Not in what an older version has kept. */
  workspace: z.optional(roomWorkspace),
  name: z.string(),
  kind: roomKind,
  /** What the room is about, if anybody said. */
  topic: z.optional(z.string()),
  archived: z.optional(z.literal(true)),
  /** The other person of a direct room. */
  withUserId: z.optional(id),
  head: position,
  epoch: z.int(),
  /** Not in what an older version has kept. */
  members: z.optional(z.int()),
  lastReadPosition: position,
  /** Messages of others after `lastReadPosition`, counted up to `limits.unreadCounted`, without those in threads. */
  unread: z.int(),
  /** How the latest message begins, if there is any: not one that was removed, nor one in a thread. */
  latest: z.optional(z.object({ id, senderId: id, content: z.string(), sentAt: timestamp })),
  /** The followed threads in which something is unread, and how far they were read: the newest `limits.newsThreads`. */
  threads: z.optional(z.array(z.object({ id, lastRead: position }))),
})

/** The caller's rooms by id. `ended` are memberships that are over; absence never means that. */
export const headsOutput = z.object({
  log: id,
  rooms: z.array(roomHead),
  ended: z.array(id),
  hasMore: z.boolean(),
})

/** `log` guards against a position of a history that has been replaced (OTHER_LOG). */
export const receiptInput = z.strictObject({ roomId: id, log: id, position })

/** Never smaller than before. */
export const receiptOutput = z.object({ position })

export const roomReceiptsInput = z.strictObject({ roomId: id })

/** How far each of the others in a room has received and read it; nobody's in a room of more than `limits.receiptMembers`. */
export const memberReceipts = z.object({
  log: id,
  members: z.array(z.object({ userId: id, received: position, read: position })),
})

export type RoomKind = z.infer<typeof roomKind>
export type RejoinInput = z.infer<typeof rejoinInput>
export type Rejoin = z.infer<typeof rejoinOutput>
export type HistoryInput = z.infer<typeof historyInput>
export type History = z.infer<typeof historyOutput>
export type HeadsInput = z.infer<typeof headsInput>
export type RoomHead = z.infer<typeof roomHead>
export type Heads = z.infer<typeof headsOutput>
export type MemberReceipts = z.infer<typeof memberReceipts>
export type ReceiptInput = z.infer<typeof receiptInput>
