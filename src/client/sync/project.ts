/**
 * What the reader sees: the server's truth, overlaid with the commands that are still on their way. Pure.
 *
 * Messages come in the order of the log; what is not in it yet follows, in the order in which it was written.
 */
import type { Command } from '@/contract/commands'
import type { Change, Reaction } from '@/contract/message'
import type { OrderedMessages } from './ordered-messages'
import { messageOf, type OutboxEntry } from './outbox-entry'
import { isHeldBack } from './outbox-queue'
import type {
  ChatItem,
  EventItem,
  GapItem,
  MessageItem,
  MissingItem,
  RefusedChange,
  WrittenItem,
} from './view'

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
    if (isEmptyPlace(message)) continue
    const item = itemOf(message)
    const overlay = overlays.get(message.id)
    items.push(overlay && item.kind !== 'event' ? withOverlay(item, overlay) : item)
  }
  if (hasGap) items.push(gap)
  const sends = entries.flatMap((entry) =>
    entry.command.kind === 'send' ? [{ entry, send: entry.command }] : [],
  )
  if (sends.length === 0 && overlays.size === 0) return items
  const known = new Set(messages.map((message) => message.id))
  for (const { entry, send } of sends) {
    if (known.has(send.id)) continue
    const overlay = overlays.get(send.id) ?? []
    const item = unsent(entry, send, overlay)
    if (item) items.push(withRefused(item, overlay))
  }
  const withFace = new Set([...shownIds(messages), ...sends.map(({ send }) => send.id)])
  for (const [id, overlay] of overlays) if (!withFace.has(id)) items.push(...missing(id, overlay))
  return items
}

/** The tombstone of a message that never came: given up before anybody saw it (OB-12). */
function isEmptyPlace({ version, removedAt }: Change): boolean {
  return version === 0 && removedAt !== null
}

function shownIds(messages: OrderedMessages): string[] {
  return messages.filter((message) => !isEmptyPlace(message)).map(({ id }) => id)
}

/** What was refused stays in sight without its message too. */
function missing(id: string, entries: readonly OutboxEntry[]): MissingItem[] {
  const refused = refusedOf(entries)
  const [entry] = entries
  return entry && refused.length > 0 ? [{ kind: 'missing', id, senderId: entry.command.as, refused }] : []
}

/** One object per state of a message, so that an unchanged row is not drawn again. */
const plainItems = new WeakMap<Change, WrittenItem | EventItem>()

function itemOf(message: Change): WrittenItem | EventItem {
  const known = plainItems.get(message)
  if (known) return known
  const item = newItem(message)
  plainItems.set(message, item)
  return item
}

function newItem(message: Change): WrittenItem | EventItem {
  const { id, senderId, sentAt, seq, content, version, replyTo, reactions, editedAt, removedAt } = message
  if (message.event) return { kind: 'event', id, senderId, sentAt, seq, event: message.event }
  const thread = message.thread ? { thread: message.thread } : {}
  if (removedAt) return { kind: 'removed', id, senderId, sentAt, seq, ...thread }
  return {
    ...{ kind: 'message', id, senderId, sentAt, seq, content, version, replyTo, reactions },
    ...{ edited: editedAt !== null, pendingEdit: false, ...thread },
  }
}

function withOverlay(item: WrittenItem, entries: readonly OutboxEntry[]): WrittenItem {
  return withRefused(onTheirWay(entries).reduce(overlay, item), entries)
}

/** Not those that were refused, nor what waits behind these. */
function onTheirWay(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return entries.filter((entry) => entry.state.is !== 'parked' && !isHeldBack(entries, entry))
}

function overlay(item: WrittenItem, { command, state }: OutboxEntry): WrittenItem {
  if (item.kind !== 'message') return item
  if (command.kind === 'edit') return { ...item, content: command.content, pendingEdit: true }
  if (command.kind === 'react') return { ...item, reactions: withReaction(item.reactions, command) }
  if (command.kind === 'remove') return removed(item, state.is === 'waiting' ? command.id : undefined)
  return item
}

function removed({ id, senderId, sentAt, seq, thread }: MessageItem, undo: string | undefined): WrittenItem {
  return {
    kind: 'removed',
    id,
    senderId,
    sentAt,
    seq,
    ...(thread ? { thread } : {}),
    ...(undo ? { undo } : {}),
  }
}

/** What was refused stays with its message, whatever became of that (OB-25). */
function withRefused(item: WrittenItem, entries: readonly OutboxEntry[]): WrittenItem {
  const refused = refusedOf(entries)
  return refused.length === 0 ? item : { ...item, refused }
}

function refusedOf(entries: readonly OutboxEntry[]): RefusedChange[] {
  return entries.flatMap((entry) => refusedChange(entry, entries))
}

function refusedChange(entry: OutboxEntry, entries: readonly OutboxEntry[]): RefusedChange[] {
  const { command, state } = entry
  if (state.is !== 'parked') return []
  const refusal = { id: command.id, code: state.code }
  switch (command.kind) {
    case 'edit':
      return [{ ...refusal, what: 'edit', content: latestText(command, entries) }]
    case 'remove':
      return [{ ...refusal, what: 'removal' }]
    case 'react':
      return [{ ...refusal, what: 'reaction', emoji: command.emoji, present: command.present }]
    case 'send':
      // A message of its own.
      return []
  }
}

/** With an edit goes what was written over it while it was on its way. */
function latestText(edit: Extract<Command, { kind: 'edit' }>, entries: readonly OutboxEntry[]): string {
  for (const { command, state, dependsOn } of entries) {
    const isOver = dependsOn === edit.id && state.is !== 'parked'
    if (isOver && command.kind === 'edit') return latestText(command, entries)
  }
  return edit.content
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
  const live = onTheirWay(changes).map(({ command }) => command)
  if (live.some((command) => command.kind === 'remove')) return undefined
  const edit = live.findLast((command) => command.kind === 'edit')
  const base = {
    ...{ id: send.id, senderId: send.as, sentAt: send.sentAt, replyTo: send.replyTo },
    ...(send.thread ? { thread: send.thread } : {}),
    content: edit?.content ?? send.content,
  }
  if (state.is === 'parked') return { ...base, kind: 'failed', code: state.code }
  return {
    ...base,
    kind: 'pending',
    state: state.is === 'waiting' || state.is === 'frozen' ? 'waiting' : 'sending',
  }
}
