/** Whether a command may take effect, and its effect: what `chat.judge` and `chat.take_effect` do in the database. */
import type { Command } from '@/contract/commands'
import type { ErrorCode } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { serverLimits } from '@/contract/server-limits'
import { activeMember, type ChatState, type StoredMember, type StoredMessage } from './memory-chat-state'

/** `settledAt`: the position of the change that already made it so; without it the command gets a new one. */
export type Verdict = { refusal: ErrorCode } | { settledAt?: number }

const allowed: Verdict = {}

type Of<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>

export function judge(state: ChatState, command: Command): Verdict {
  const author = activeMember(state, command.roomId, command.as)
  if (!author) return { refusal: 'ROOM_NOT_FOUND' }
  if (command.kind === 'send') return judgeSend(state, command)
  const message = messageIn(state, command.roomId, command.messageId)
  if (!message) return canWithdraw(state, command) ? allowed : { refusal: 'MESSAGE_NOT_FOUND' }
  if (command.kind === 'remove') return judgeRemove(message, author)
  if (command.kind === 'edit') return judgeEdit(message, command)
  return judgeReact(message, command)
}

function messageIn(state: ChatState, roomId: string, id: string): StoredMessage | undefined {
  const message = state.messages.get(id)
  return message?.roomId === roomId && !message.event ? message : undefined
}

/** Only an id that no command ever had can be withdrawn unseen. */
function canWithdraw(state: ChatState, command: Command): boolean {
  if (command.kind !== 'remove' || command.withdraw !== true) return false
  const { id, messageId } = command
  return messageId !== id && !state.commands.has(messageId) && !state.messages.has(messageId)
}

function judgeSend(state: ChatState, { roomId, replyTo, thread }: Of<'send'>): Verdict {
  const isLost = replyTo !== undefined && !messageIn(state, roomId, replyTo)
  const root = thread === undefined ? undefined : messageIn(state, roomId, thread)
  const isNoThread = thread !== undefined && (!root || root.thread !== undefined)
  return isLost || isNoThread ? { refusal: 'MESSAGE_NOT_FOUND' } : allowed
}

function judgeRemove(message: StoredMessage, { userId, role }: StoredMember): Verdict {
  if (message.senderId !== userId && role === 'member') return { refusal: 'FORBIDDEN' }
  return message.removedAt === null ? allowed : { settledAt: message.changedSeq }
}

function judgeEdit(message: StoredMessage, { as, version }: Of<'edit'>): Verdict {
  if (message.senderId !== as) return { refusal: 'FORBIDDEN' }
  if (message.removedAt !== null) return { refusal: 'MESSAGE_REMOVED' }
  return version === undefined || version === message.version ? allowed : { refusal: 'STALE_EDIT' }
}

function judgeReact(message: StoredMessage, { as, emoji, present }: Of<'react'>): Verdict {
  if (message.removedAt !== null) return { refusal: 'MESSAGE_REMOVED' }
  const same = message.reactions.filter((reaction) => reaction.emoji === emoji)
  if (present === same.some(({ userId }) => userId === as)) return { settledAt: message.changedSeq }
  if (!present) return allowed
  const others = new Set(message.reactions.map((reaction) => reaction.emoji))
  others.delete(emoji)
  const isFull = same.length >= serverLimits.reactorsPerEmoji || others.size >= serverLimits.emojiPerMessage
  return isFull ? { refusal: 'TOO_MANY_REACTIONS' } : allowed
}

/** @throws Error when the content is of no length that the database would store */
function storable(content: string): string {
  const length = Array.from(content).length
  if (length < 1 || length > limits.contentCodePoints)
    throw new Error(`${length} characters cannot be stored`)
  return content
}

/** The message after an allowed command, at the position allotted to it. @param now ISO 8601 */
export function takeEffect(state: ChatState, command: Command, position: number, now: string): StoredMessage {
  if (command.kind === 'send') {
    const { id, content, replyTo = null, thread } = command
    const sentAt = new Date(command.sentAt).toISOString()
    return {
      ...created(id, command, position, now),
      content: storable(content),
      replyTo,
      sentAt,
      ...(thread ? { thread } : {}),
    }
  }
  const before = state.messages.get(command.messageId)
  // Version 0: there never was a text.
  if (!before) return { ...created(command.messageId, command, position, now), version: 0, removedAt: now }
  const message = { ...before, changedSeq: position }
  if (command.kind === 'remove') return { ...message, content: '', reactions: [], removedAt: now }
  if (command.kind === 'edit') {
    return { ...message, content: storable(command.content), version: message.version + 1, editedAt: now }
  }
  const { as: userId, emoji, present } = command
  const others = message.reactions.filter((it) => it.emoji !== emoji || it.userId !== userId)
  return { ...message, reactions: present ? [...others, { emoji, userId }] : others }
}

function created(
  id: string,
  { roomId, as: senderId }: Command,
  position: number,
  now: string,
): StoredMessage {
  return {
    ...{ id, roomId, senderId, seq: position, changedSeq: position, content: '', version: 1, replyTo: null },
    ...{ sentAt: now, createdAt: now, editedAt: null, removedAt: null, reactions: [] },
  }
}
