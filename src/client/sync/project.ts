/**
 * What the reader sees: the server's truth, overlaid with the commands that are still on their way. Pure.
 *
 * Messages come in the order of the log; what is not in it yet follows, in the order in which it was written.
 */
import type { Command } from '@/contract/commands'
import { errorTable } from '@/contract/errors'
import type { Change, Reaction } from '@/contract/message'
import type { OrderedMessages } from './ordered-messages'
import { messageOf, type OutboxEntry } from './outbox-entry'
import type { ChatItem, GapItem, MessageItem, RefusedChange, WrittenItem } from './view'

const gap: GapItem = { kind: 'gap', id: 'gap' }

/**
 * @param entries the room's commands, in the order of the queue
 * @param hasGap whether to show that newer messages than these are missing
 */
export function project(
  messages: OrderedMessages,
  entries: readonly OutboxEntry[],
  hasGap = false,
): ChatItem[] {
  const overlays = new Map<string, OutboxEntry[]>()
  for (const entry of entries) {
    if (entry.command.kind === 'send') continue
    const id = messageOf(entry.command)
    overlays.set(id, [...(overlays.get(id) ?? []), entry])
  }
  const items: ChatItem[] = []
  for (const message of messages) {
    const overlay = overlays.get(message.id)
    if (!isEmptyPlace(message)) {
      items.push(overlay ? withOverlay(itemOf(message), overlay) : itemOf(message))
    }
  }
  if (hasGap) items.push(gap)
  const sends = entries.flatMap((entry) =>
    entry.command.kind === 'send' ? [{ entry, send: entry.command }] : [],
  )
  if (sends.length === 0) return items
  const known = new Set(messages.map((message) => message.id))
  for (const { entry, send } of sends) {
    if (known.has(send.id)) continue
    const overlay = overlays.get(send.id) ?? []
    const item = unsent(entry, send, overlay)
    if (item) items.push(withRefused(item, overlay))
  }
  return items
}

/** The tombstone of a message that never came: given up before anybody saw it (OB-12). */
function isEmptyPlace({ version, removedAt }: Change): boolean {
  return version === 0 && removedAt !== null
}

/** One object per state of a message, so that an unchanged row is not drawn again. */
const plainItems = new WeakMap<Change, WrittenItem>()

function itemOf(message: Change): WrittenItem {
  const known = plainItems.get(message)
  if (known) return known
  const { id, senderId, sentAt, seq, content, version, replyTo, reactions, editedAt, removedAt } = message
  const item: WrittenItem = removedAt
    ? { kind: 'removed', id, senderId, sentAt, seq }
    : {
        ...{ kind: 'message', id, senderId, sentAt, seq, content, version, replyTo, reactions },
        ...{ edited: editedAt !== null, pendingEdit: false },
      }
  plainItems.set(message, item)
  return item
}

function withOverlay(item: WrittenItem, entries: readonly OutboxEntry[]): WrittenItem {
  return withRefused(entries.reduce(overlay, item), entries)
}

function overlay(item: WrittenItem, { command, state }: OutboxEntry): WrittenItem {
  if (item.kind !== 'message' || state.is === 'parked') return item
  if (command.kind === 'edit') return { ...item, content: command.content, pendingEdit: true }
  if (command.kind === 'react') return { ...item, reactions: withReaction(item.reactions, command) }
  if (command.kind === 'remove') return removed(item)
  return item
}

function removed({ id, senderId, sentAt, seq }: MessageItem): WrittenItem {
  return { kind: 'removed', id, senderId, sentAt, seq }
}

/** What was refused stays with its message, whatever became of that (OB-25). */
function withRefused(item: WrittenItem, entries: readonly OutboxEntry[]): WrittenItem {
  const refused = entries.flatMap(refusedChange)
  return refused.length === 0 ? item : { ...item, refused }
}

function refusedChange({ command, state }: OutboxEntry): RefusedChange[] {
  if (state.is !== 'parked') return []
  const refusal = { id: command.id, code: state.code, reason: errorTable[state.code].message }
  switch (command.kind) {
    case 'edit':
      return [{ ...refusal, what: 'edit', content: command.content }]
    case 'remove':
      return [{ ...refusal, what: 'removal' }]
    case 'react':
      return [{ ...refusal, what: 'reaction', emoji: command.emoji, present: command.present }]
    case 'send':
      // A message of its own.
      return []
  }
}

function withReaction(reactions: Reaction[], react: Extract<Command, { kind: 'react' }>): Reaction[] {
  const known = reactions.some(({ emoji }) => emoji === react.emoji)
  const all = known || !react.present ? reactions : [...reactions, { emoji: react.emoji, userIds: [] }]
  return all
    .map((reaction) => {
      if (reaction.emoji !== react.emoji) return reaction
      const others = reaction.userIds.filter((userId) => userId !== react.as)
      if (react.present && others.length !== reaction.userIds.length) return reaction
      return { ...reaction, userIds: react.present ? [...others, react.as] : others }
    })
    .filter(({ userIds }) => userIds.length > 0)
}

/** A message that the log does not show yet; undefined when its removal is on its way too. */
function unsent(
  { state }: OutboxEntry,
  send: Extract<Command, { kind: 'send' }>,
  changes: readonly OutboxEntry[],
): WrittenItem | undefined {
  const live = changes.filter((entry) => entry.state.is !== 'parked').map(({ command }) => command)
  if (live.some((command) => command.kind === 'remove')) return undefined
  const edit = live.findLast((command) => command.kind === 'edit')
  const base = { id: send.id, senderId: send.as, sentAt: send.sentAt, content: edit?.content ?? send.content }
  if (state.is === 'parked')
    return { ...base, kind: 'failed', code: state.code, reason: errorTable[state.code].message }
  return {
    ...base,
    kind: 'pending',
    state: state.is === 'waiting' || state.is === 'frozen' ? 'waiting' : 'sending',
  }
}
