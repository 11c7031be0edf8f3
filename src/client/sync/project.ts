/**
 * What the reader sees: the server's truth, overlaid with the commands that are still on their way. Pure.
 *
 * Messages come in the order of the log; what is not in it yet follows, in the order in which it was written.
 */
import type { Command } from '@/contract/commands'
import type { Change, Reaction } from '@/contract/message'
import { createKeptList } from './kept-list'
import { indexOfSeq, messagesById, type OrderedMessages } from './ordered-messages'
import { messageOf, type OutboxEntry } from './outbox-entry'
import { isHeldBack } from './outbox-queue'
import type {
  ChatItem,
  EventItem,
  GapBetween,
  GapItem,
  MessageItem,
  MissingItem,
  RefusedChange,
  RemovedItem,
  WrittenItem,
} from './view'

const gap: GapItem = { kind: 'gap', id: 'gap' }

/** What the server has, each in its place. */
type SentItem = MessageItem | RemovedItem | EventItem

/**
 * @param entries the room's commands, in the order of the queue
 * @param hasGap whether to show that newer messages than these are missing
 * @param gaps what is missing among these
 */
export type Project = (
  messages: OrderedMessages,
  entries: readonly OutboxEntry[],
  hasGap?: boolean,
  gaps?: readonly GapBetween[],
) => readonly ChatItem[]

/** What to show, once. */
export const project: Project = (...shown) => createProjection()(...shown)

/** The same again and again, for a room that grows: makes only what is other than the last time. */
export function createProjection(): Project {
  const itemsOf = createKeptList((message: Change) => (isEmptyPlace(message) ? undefined : itemOf(message)))
  const overlaid = createOverlaid()

  return (messages, entries, hasGap = false, gaps = []) => {
    const plain = itemsOf(messages)
    const overlays = new Map<string, OutboxEntry[]>()
    const sends: { entry: OutboxEntry; send: Extract<Command, { kind: 'send' }> }[] = []
    for (const entry of entries) {
      const { command } = entry
      if (command.kind === 'send') sends.push({ entry, send: command })
      else overlays.set(messageOf(command), [...(overlays.get(messageOf(command)) ?? []), entry])
    }
    if (entries.length === 0 && !hasGap && gaps.length === 0) return plain

    const items: ChatItem[] = [...plain]
    const wanted = new Set([...overlays.keys(), ...sends.map(({ send }) => send.id)])
    const there = messagesById(messages, wanted)
    for (const [id, overlay] of overlays) {
      const index = indexOfSeq(plain, there.get(id)?.seq ?? 0)
      const item = plain[index]
      if (item?.id === id && item.kind !== 'event') items[index] = overlaid(item, overlay)
    }
    for (const between of gaps.toReversed()) items.splice(indexOfSeq(plain, between.between.to), 0, between)
    if (hasGap) items.push(gap)
    for (const { entry, send } of sends) {
      if (there.has(send.id)) continue
      const overlay = overlays.get(send.id) ?? []
      const item = unsent(entry, send, overlay)
      if (item) items.push(withRefused(item, overlay))
    }
    const sent = new Set(sends.map(({ send }) => send.id))
    for (const [id, overlay] of overlays) {
      const message = there.get(id)
      const hasFace = sent.has(id) || (message !== undefined && !isEmptyPlace(message))
      if (!hasFace) items.push(...missing(id, overlay))
    }
    return items
  }
}

/** The tombstone of a message that never came: given up before anybody saw it (OB-12). */
function isEmptyPlace({ version, removedAt }: Change): boolean {
  return version === 0 && removedAt !== null
}

/** What was refused stays in sight without its message too. */
function missing(id: string, entries: readonly OutboxEntry[]): MissingItem[] {
  const refused = refusedOf(entries)
  const [entry] = entries
  return entry && refused.length > 0 ? [{ kind: 'missing', id, senderId: entry.command.as, refused }] : []
}

/** One object per state of a message, so that an unchanged row is not drawn again. */
const plainItems = new WeakMap<Change, SentItem>()

function itemOf(message: Change): SentItem {
  const known = plainItems.get(message)
  if (known) return known
  const item = newItem(message)
  plainItems.set(message, item)
  return item
}

function newItem(message: Change): SentItem {
  const { id, senderId, sentAt, seq, content, version, replyTo, reactions, editedAt, removedAt } = message
  if (message.event) return { kind: 'event', id, senderId, sentAt, seq, event: message.event }
  const thread = message.thread ? { thread: message.thread } : {}
  if (removedAt) return { kind: 'removed', id, senderId, sentAt, seq, ...thread }
  return {
    ...{ kind: 'message', id, senderId, sentAt, seq, content, version, replyTo, reactions },
    ...{ edited: editedAt !== null, pendingEdit: false, ...thread },
  }
}

/** With what is on its way; the same object while that and the item are the same. */
function createOverlaid() {
  const known = new Map<string, { item: WrittenItem; entries: readonly OutboxEntry[]; shown: WrittenItem }>()
  return (item: WrittenItem, entries: readonly OutboxEntry[]): WrittenItem => {
    const before = known.get(item.id)
    const isSame =
      before?.item === item &&
      before.entries.length === entries.length &&
      before.entries.every((entry, index) => entry === entries[index])
    if (isSame) return before.shown
    const shown = withOverlay(item, entries)
    known.set(item.id, { item, entries, shown })
    return shown
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
