/** Threads: the answers to one message, beside the conversation, in the same numbered log. */
import * as z from 'zod/mini'
import { change } from './message'
import { id, position } from './primitives'

/** A thread goes by the id of the message that it begins with. */
export const threadInput = z.strictObject({ roomId: id, threadId: id })
export const followThreadInput = z.strictObject({ roomId: id, threadId: id, follows: z.boolean() })
/** `log` guards against a position of a history that has been replaced (OTHER_LOG). */
export const threadReceiptInput = z.strictObject({ roomId: id, threadId: id, log: id, position })

/** `lastRead`: the user has read the thread up to this position; 0 before they did. */
export const threadState = z.object({ follows: z.boolean(), lastRead: position })

export const listedThread = z.object({
  roomId: id,
  root: change,
  /** Answers that are there, and the latest of them. */
  replies: z.int(),
  latest: change,
  lastRead: position,
})
/** The followed threads, those with the latest answers first; at most `limits.listedThreads`. */
export const threadsOutput = z.object({ threads: z.array(listedThread) })

export type ThreadInput = z.infer<typeof threadInput>
export type FollowThreadInput = z.infer<typeof followThreadInput>
export type ThreadReceiptInput = z.infer<typeof threadReceiptInput>
export type ThreadState = z.infer<typeof threadState>
export type ListedThread = z.infer<typeof listedThread>
