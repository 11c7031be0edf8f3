/** Applies commands in memory as `chat.append` does in the database: dedup first, then rights, then a position. */
import type { Command, CommandResult } from '@/contract/commands'
import { type ErrorCode, errorTable } from '@/contract/errors'
import type { AppendOutcome, RoomAdvance } from '@/server/ports/message-log'
import { judge, takeEffect } from './memory-chat-judge'
import { type ChatState, changesIn, copyState, roomOf, toChange } from './memory-chat-state'

/** Ids in the one spelling that the database prints. */
function withPlainIds(command: Command): Command {
  const plain = (id: string) => id.toLowerCase()
  const ids = { id: plain(command.id), as: plain(command.as), roomId: plain(command.roomId) }
  if (command.kind !== 'send') return { ...command, ...ids, messageId: plain(command.messageId) }
  return {
    ...{ ...command, ...ids },
    ...(command.replyTo === undefined ? {} : { replyTo: plain(command.replyTo) }),
    ...(command.thread === undefined ? {} : { thread: plain(command.thread) }),
  }
}

/** What must be equal for a retry to be the same command: what was written, letter by letter, whatever its order. */
function fingerprintOf({ as: _, ...command }: Command): string {
  const fields = Object.entries(command).filter(([name, value]) => name !== 'sentAt' && value !== undefined)
  return JSON.stringify(fields.sort(([left], [right]) => (left < right ? -1 : 1)))
}

function messageIdOf(command: Command): string {
  return command.kind === 'send' ? command.id : command.messageId
}

/** What became of a command; accepted when it has a position. */
interface Outcome {
  command: Command
  status: 'stored' | 'duplicate' | 'not_attempted' | ErrorCode
  position?: number
}

/** @param now ISO 8601. @throws Error, with the state as it was, when the batch cannot be stored */
export function append(state: ChatState, commands: readonly Command[], now: string): AppendOutcome {
  const before = copyState(state)
  try {
    // Copies, since one command may be there twice as the same object.
    return applyAll(
      state,
      commands.map((command) => ({ ...command })),
      now,
    )
  } catch (error) {
    Object.assign(state, before)
    throw error
  }
}

/** What `append` answered to these commands before. Changes nothing. */
export function recall(state: ChatState, commands: readonly Command[]): CommandResult[] {
  return commands.map((command) => {
    const outcome = known(state, command) ?? { command, status: 'ROOM_NOT_FOUND' }
    return toResult(state, outcome)
  })
}

function applyAll(state: ChatState, commands: readonly Command[], now: string): AppendOutcome {
  const roomIds = [...new Set(commands.map(({ roomId }) => roomId.toLowerCase()))].sort()
  const outcomes = new Map<Command, Outcome>()
  const advances: RoomAdvance[] = []
  /** Names are scoped by author: nobody can hold up another's reply. */
  const refused = new Set<string>()

  for (const roomId of roomIds) {
    const after = state.rooms.get(roomId)?.head ?? 0
    const here = commands.filter((command) => command.roomId.toLowerCase() === roomId)
    for (const command of here) {
      const outcome = applyOne(state, command, refused, now)
      if (outcome.position === undefined) refused.add(`${command.as} ${command.id}`)
      outcomes.set(command, outcome)
    }
    // Refusals alone are nobody else's business.
    const isTaken = here.some((command) => outcomes.get(command)?.position !== undefined)
    if (isTaken) advances.push(advanceOf(state, roomId, after))
  }
  const results = commands.flatMap((command) => {
    const outcome = outcomes.get(command)
    return outcome ? [toResult(state, outcome)] : []
  })
  return { log: state.log, results, rooms: advances }
}

function applyOne(state: ChatState, command: Command, refused: ReadonlySet<string>, now: string): Outcome {
  const earlier = known(state, command)
  if (earlier) return earlier
  const first = command.kind === 'send' ? command.replyTo : command.messageId
  if (refused.has(`${command.as} ${first}`)) return { command, status: 'not_attempted' }

  const plain = withPlainIds(command)
  const verdict = judge(state, plain)
  if ('refusal' in verdict) return { command, status: verdict.refusal }
  const room = state.rooms.get(plain.roomId)
  if (!room) throw new Error('a room with members is missing')
  const position = verdict.settledAt ?? room.head + 1
  const { as: authorId, id } = plain
  const messageId = messageIdOf(plain)
  state.commands.set(id, { authorId, fingerprint: fingerprintOf(command), position })
  if (verdict.settledAt === undefined) {
    // A send that comes all the same hears CONFLICT.
    if (plain.kind === 'remove' && !state.messages.has(messageId)) {
      state.commands.set(messageId, { authorId, fingerprint: '', position })
    }
    state.rooms.set(room.id, { ...room, head: position })
    state.messages.set(messageId, takeEffect(state, plain, position, now))
  }
  return { command, status: 'stored', position }
}

/** Undefined for a command that was never taken. */
function known(state: ChatState, command: Command): Outcome | undefined {
  const { id, as } = withPlainIds(command)
  const stored = state.commands.get(id)
  if (!stored) return undefined
  const isSame = stored.authorId === as && stored.fingerprint === fingerprintOf(command)
  return isSame
    ? { command, status: 'duplicate', position: stored.position }
    : { command, status: 'CONFLICT' }
}

function advanceOf(state: ChatState, roomId: string, after: number): RoomAdvance {
  const { epoch = 0, head: upTo = after } = state.rooms.get(roomId) ?? {}
  return { roomId, epoch, after, upTo, changes: changesIn(state, roomId, after) }
}

/** With epoch and message, as both are in the end, for those who may read the room. */
function toResult(state: ChatState, { command, status, position = 0 }: Outcome): CommandResult {
  const { id } = command
  if (status === 'not_attempted') return { id, status }
  if (status !== 'stored' && status !== 'duplicate')
    return { id, status, message: errorTable[status].message }
  const answer = { id, status, position, log: state.log }
  const plain = withPlainIds(command)
  const message = state.messages.get(messageIdOf(plain))
  const room = message && roomOf(state, message.roomId, plain.as)
  return room ? { ...answer, epoch: room.epoch, change: toChange(message) } : answer
}
