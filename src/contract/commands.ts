/** What a person can do to a room's log, and what the server answers. */
import * as z from 'zod/mini'
import { errorCodes } from './errors'
import { limits } from './limits'
import { change } from './message'
import { clientTime, content, emoji, id, position } from './primitives'

/** The fields of each command, without `kind` and `as`: the inputs of `messages.send`, `.edit`, `.remove`, `.react`. */
const send = {
  ...{ id, roomId: id, content, replyTo: z.optional(id), sentAt: clientTime },
  /** The message whose thread this belongs to: one that is in no thread itself. */
  thread: z.optional(id),
}
const edit = { id, roomId: id, messageId: id, content, version: z.optional(z.int().check(z.gte(1))) }
const remove = { id, roomId: id, messageId: id, withdraw: z.optional(z.literal(true)) }
const react = { id, roomId: id, messageId: id, emoji, present: z.boolean() }

/** A new message; the command's id becomes the message's. */
export const sendInput = z.strictObject(send)
/** New content. With `version`, refused as STALE_EDIT unless the message still has that version. */
export const editInput = z.strictObject(edit)
/**
 * Leaves a tombstone. Removing twice changes nothing. With `withdraw` also where the message never came: a send under its
 * id that is still on its way then hears CONFLICT, and nobody ever sees it.
 */
export const removeInput = z.strictObject(remove)
/** Adds (`present: true`) or takes back one's own reaction. */
export const reactInput = z.strictObject(react)

/** `as` names whose command this is; the server refuses it (WRONG_USER) when the token says otherwise. */
export const command = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('send'), as: id, ...send }),
  z.strictObject({ kind: z.literal('edit'), as: id, ...edit }),
  z.strictObject({ kind: z.literal('remove'), as: id, ...remove }),
  z.strictObject({ kind: z.literal('react'), as: id, ...react }),
])

/** Commands are taken in order. They are checked one by one, so that a bad one harms no other. */
export const submitInput = z.strictObject({
  commands: z.array(z.unknown()).check(z.minLength(1), z.maxLength(limits.commandsPerBatch)),
})

/** The log took the command, now (`stored`) or on an earlier try (`duplicate`). */
export const accepted = z.object({
  id,
  status: z.enum(['stored', 'duplicate']),
  /** Where in the room's log the command's effect is, the same on every try. */
  position,
  /** Which history the position belongs to. */
  log: id,
  /** The room's epoch and the message now; only for somebody who may still read the room. */
  epoch: z.optional(z.int()),
  change: z.optional(change),
})

/** An earlier command that this one builds on, or the room's order, has to come first: send it again later, unchanged. */
export const notAttempted = z.object({ id, status: z.literal('not_attempted') })

export const refused = z.object({
  id: z.nullable(z.string()),
  status: z.enum(errorCodes),
  message: z.string(),
  /** Milliseconds. */
  retryAfter: z.optional(z.number()),
})

export const commandResult = z.union([accepted, notAttempted, refused])

export type SendInput = z.infer<typeof sendInput>
export type EditInput = z.infer<typeof editInput>
export type RemoveInput = z.infer<typeof removeInput>
export type ReactInput = z.infer<typeof reactInput>
export type Command = z.infer<typeof command>
export type Accepted = z.infer<typeof accepted>
export type NotAttempted = z.infer<typeof notAttempted>
export type Refused = z.infer<typeof refused>
export type CommandResult = z.infer<typeof commandResult>

/** Whether the log has the command. */
export function isAccepted(result: CommandResult): result is Accepted {
  return result.status === 'stored' || result.status === 'duplicate'
}
