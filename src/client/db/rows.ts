/** What lies in the browser's database. Rows are parsed when they are read: another version may have written them. */
import * as z from 'zod/mini'
import { command } from '@/contract/commands'
import { errorCodes } from '@/contract/errors'
import { change } from '@/contract/message'
import { id, position } from '@/contract/primitives'

const entryState = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('waiting'), until: z.optional(z.number()) }),
  z.strictObject({ is: z.literal('frozen') }),
  z.strictObject({ is: z.literal('sending') }),
  z.strictObject({ is: z.literal('acked'), log: id, position }),
  z.strictObject({
    is: z.literal('parked'),
    code: z.enum(errorCodes),
    unclear: z.boolean(),
    lostFrom: z.optional(id),
  }),
])

/** A command on its way. Strict: what this version does not understand whole, it does not send. */
export const outboxRow = z
  .strictObject({
    id,
    order: position,
    command,
    dependsOn: z.optional(id),
    state: entryState,
    serverFailures: z.int(),
  })
  .check(z.refine((row) => row.id === row.command.id, 'must have the id of its command'))

/** How much of a room's log is kept; the messages lie beside it. */
export const cursorRow = z.object({
  roomId: id,
  log: id,
  generation: z.int(),
  floor: position,
  cursor: position,
  target: position,
})

export const messageRow = change

export const draftRow = z.object({ roomId: id, text: z.string() })

/** `order` rises with each time that names are kept: the lowest are the oldest. */
export const nameRow = z.object({ userId: id, name: z.string(), order: position })

/** Which version of a value is stored: a number that no other version of it has. No row: the value is empty. */
export interface VersionRow {
  key: string
  version: number
}

export type OutboxRow = z.infer<typeof outboxRow>
export type CursorRow = z.infer<typeof cursorRow>
export type MessageRow = z.infer<typeof messageRow>
export type DraftRow = z.infer<typeof draftRow>
export type NameRow = z.infer<typeof nameRow>
