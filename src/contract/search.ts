/** Search on the server: in all rooms that the caller is in. */
import * as z from 'zod/mini'
import { limits } from './limits'
import { id, pageSize, position, timestamp, wellFormed } from './primitives'

export const searchInput = z.strictObject({
  /** As it was typed; see `parseSearch`. */
  query: z.string().check(z.maxLength(limits.searchQuery), wellFormed),
  /** The last message of the page before. */
  cursor: z.optional(id),
  limit: pageSize(limits.searchPage),
})

export const foundMessage = z.object({
  id,
  roomId: id,
  /** Empty for a direct room. */
  roomName: z.string(),
  senderId: id,
  seq: position,
  /** The message whose thread it is in. */
  thread: z.optional(id),
  createdAt: timestamp,
  /** A part of the text, in one line, as plain text; and where in it the words are, in UTF-16 units. */
  snippet: z.string(),
  ranges: z.array(z.tuple([z.int(), z.int()])),
})

/** The newest first. `cursor` is there while there may be more. */
export const searchOutput = z.object({ messages: z.array(foundMessage), cursor: z.optional(id) })

export type SearchInput = z.infer<typeof searchInput>
export type FoundMessage = z.infer<typeof foundMessage>
export type SearchAnswer = z.infer<typeof searchOutput>
