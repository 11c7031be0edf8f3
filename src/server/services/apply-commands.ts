/** Takes a person's commands, in order, whatever state each of them is in. */
import * as z from 'zod/mini'
import { type Command, type CommandResult, command as commandSchema } from '@/contract/commands'
import { type ErrorCode, errorTable } from '@/contract/errors'
import type { Access } from '@/server/ports/access'
import type { MessageLog } from '@/server/ports/message-log'
import type { AppendQueue } from './append-queue'

export interface ApplyCommandsDependencies {
  access: Access
  messageLog: MessageLog
  appendQueue: AppendQueue
}

const anyId = z.object({ id: z.string() })

/**
 * Answers one result per command, in order. A malformed command is refused by itself. What depends on a refused one
 * (a reply to it, an edit of it) is `not_attempted`.
 *
 * @param commands not yet checked
 * @throws ParleyError UNAVAILABLE, RATE_LIMITED for all of them together: nothing is known to be stored
 */
export async function applyCommands(
  { access, messageLog, appendQueue }: ApplyCommandsDependencies,
  userId: string,
  commands: readonly unknown[],
): Promise<CommandResult[]> {
  const results = new Array<CommandResult>(commands.length)
  const valid: { place: number; command: Command }[] = []
  const refusedIds = new Set<string>()

  commands.forEach((input, place) => {
    const parsed = commandSchema.safeParse(input)
    const id = parsed.data?.id ?? anyId.safeParse(input).data?.id ?? null
    const refusal = !parsed.success ? 'BAD_REQUEST' : parsed.data.as !== userId ? 'WRONG_USER' : undefined
    if (refusal) {
      results[place] = refuse(id, refusal)
      if (id !== null) refusedIds.add(id)
    } else if (parsed.data && dependsOn(parsed.data, refusedIds)) {
      results[place] = { id: parsed.data.id, status: 'not_attempted' }
      refusedIds.add(parsed.data.id)
    } else if (parsed.data) {
      valid.push({ place, command: parsed.data })
    }
  })

  // The service's own check. Somebody without rights may still be owed an earlier answer, and nothing else.
  const rooms = valid.map(({ command }) => command.roomId)
  const open = rooms.length > 0 ? await access.memberOf(userId, [...new Set(rooms)]) : new Set<string>()
  const answer = async (some: typeof valid, ask: (commands: Command[]) => Promise<CommandResult[]>) => {
    if (some.length === 0) return
    const answers = await ask(some.map(({ command }) => command))
    some.forEach(({ place }, index) => {
      results[place] = answers[index] ?? refuse(null, 'INTERNAL')
    })
  }
  await Promise.all([
    answer(
      valid.filter(({ command }) => open.has(command.roomId)),
      appendQueue.add,
    ),
    answer(
      valid.filter(({ command }) => !open.has(command.roomId)),
      messageLog.recall,
    ),
  ])
  return results
}

function refuse(id: string | null, status: ErrorCode): CommandResult {
  return { id, status, message: errorTable[status].message }
}

function dependsOn(command: Command, ids: ReadonlySet<string>): boolean {
  const first = command.kind === 'send' ? command.replyTo : command.messageId
  return first !== undefined && ids.has(first)
}
