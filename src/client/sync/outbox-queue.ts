/** What commands given later do to those that wait already. Pure. */
import type { Command } from '@/contract/commands'
import type { Change } from '@/contract/message'
import { messageOf, type OutboxEntry, type Queue } from './outbox-entry'

type Send = Extract<Command, { kind: 'send' }>
type Edit = Extract<Command, { kind: 'edit' }>
type Remove = Extract<Command, { kind: 'remove' }>
type React = Extract<Command, { kind: 'react' }>

/**
 * Takes a command in: folded into one that was never attempted, or behind everything else (OB-02, OB-03).
 *
 * @param until a removal is not attempted before this time (ms), and can be given up until then (OB-26)
 */
export function enqueue(queue: Queue, command: Command, until?: number): Queue {
  // Given again by a transaction whose end nobody heard of.
  if (queue.some(({ command: { id } }) => id === command.id)) return queue
  switch (command.kind) {
    case 'send':
      return append(queue, command, find(queue, command.replyTo, ['send'])?.command.id)
    case 'edit':
      return enqueueEdit(queue, command)
    case 'remove':
      return enqueueRemove(queue, command, until)
    case 'react':
      return enqueueReact(queue, command)
  }
}

/** Gives a command up. A send whose outcome is unclear is taken back on the server too, by `removal` (OB-12). */
export function discard(queue: Queue, id: string, removal: Remove): Queue {
  const entry = queue.find(({ command }) => command.id === id)
  if (!entry || entry.state.is === 'acked') return queue
  if (entry.command.kind === 'send') return enqueueRemove(queue, removal)
  return entry.state.is === 'sending' ? queue : drop(withFreed(queue, id), id)
}

/**
 * Whether it is a refused edit, or one behind it: neither goes by itself. Each text stays until its author gives it up,
 * and newer edits go past it (OB-11).
 */
export function isHeldBack(queue: Queue, { command, state, dependsOn }: OutboxEntry): boolean {
  if (command.kind !== 'edit') return false
  if (state.is === 'parked') return true
  return queue.some((other) => other.command.id === dependsOn && isHeldBack(queue, other))
}

/**
 * Takes in messages that the server had and lost, as refused sends under their old ids: what it has after all is a
 * duplicate. The newest ones, where there is not room for all.
 *
 * @param lostFrom the history that has them: until it is replaced everywhere, a copy of it settles none of them (SY-44)
 */
export function offer(
  before: Queue,
  messages: readonly Change[],
  most: number,
  lostFrom: string | undefined,
): Queue {
  const ids = new Set(messages.map(({ id }) => id))
  const queue = before.map((entry) => (ids.has(entry.command.id) ? heldAgainst(entry, lostFrom) : entry))
  const waiting = new Set(queue.map(({ command }) => command.id))
  const lost = messages.filter(({ id }) => !waiting.has(id))
  const room = Math.max(0, most - queue.length)
  return lost.slice(Math.max(0, lost.length - room)).reduce<Queue>((now, message) => {
    const { id, senderId: as, roomId, content, sentAt, replyTo, thread } = message
    const place = { ...(replyTo ? { replyTo } : {}), ...(thread ? { thread } : {}) }
    const send: Send = { kind: 'send', id, as, roomId, content, sentAt, ...place }
    return enqueue(now, send).map((entry) =>
      entry.command.id === id
        ? { ...entry, state: { is: 'parked', code: 'MESSAGE_LOST', unclear: false, lostFrom } }
        : entry,
    )
  }, queue)
}

/** What a copy of this history shows of it proves nothing any more. */
function heldAgainst(entry: OutboxEntry, log: string | undefined): OutboxEntry {
  const { state } = entry
  if (state.is === 'parked') return { ...entry, state: { ...state, lostFrom: log } }
  return state.is === 'acked' && state.log === log ? { ...entry, state: { is: 'frozen' } } : entry
}

/** A refused command goes again, in its old place and with its old id. */
export function retry(queue: Queue, id: string): Queue {
  return queue.map((entry) =>
    entry.command.id === id && entry.state.is === 'parked'
      ? { ...entry, state: { is: 'frozen' }, serverFailures: 0 }
      : entry,
  )
}

/** Takes out a command and all changes that depend on it. Replies to it stay: somebody has written them (OB-23). */
function drop(queue: Queue, id: string): Queue {
  const dependents = queue.filter((entry) => entry.dependsOn === id && entry.command.kind !== 'send')
  const rest = queue
    .filter(({ command }) => command.id !== id)
    .map((entry) => (entry.dependsOn === id ? withoutQuote(entry) : entry))
  return dependents.reduce<Queue>((now, { command }) => drop(now, command.id), rest)
}

/** What was refused by itself is given up by itself. */
function withFreed(queue: Queue, id: string): Queue {
  return queue.map((entry) =>
    entry.dependsOn === id && entry.state.is === 'parked' ? { ...entry, dependsOn: undefined } : entry,
  )
}

/** What was attempted goes again as it was; the server knows by then what became of the message it answers. */
function withoutQuote(entry: OutboxEntry): OutboxEntry {
  if (entry.state.is !== 'waiting' || entry.command.kind !== 'send') return { ...entry, dependsOn: undefined }
  const { replyTo: _, ...command } = entry.command
  return { ...entry, command, dependsOn: undefined }
}

function enqueueEdit(before: Queue, edit: Edit): Queue {
  const send = find(before, edit.messageId, ['send'])
  if (send?.state.is === 'parked' && !send.state.unclear) {
    // A definite refusal: nothing of it exists, so the new text is a new command under a new id.
    const again: Send = { ...send.command, id: edit.id, content: edit.content }
    return append(drop(before, send.command.id), again, undefined)
  }
  // Of an unclear one, sending it again tells what became of it.
  const queue = send?.state.is === 'parked' ? retry(before, send.command.id) : before
  const open = queue.filter((entry) => !isHeldBack(queue, entry))
  const earlier = find(open, edit.messageId, ['send', 'edit'])
  if (!earlier) return append(queue, edit, undefined)
  const { command, state } = earlier
  if (state.is === 'waiting') return replace(queue, earlier, { ...command, content: edit.content })
  return append(queue, { ...edit, ...versionAfter(command) }, command.id)
}

function enqueueRemove(queue: Queue, remove: Remove, until?: number): Queue {
  const send = find(queue, remove.messageId, ['send'])
  if (send && isUnseen(send)) return drop(queue, send.command.id)
  // Nobody knows whether it came: it is not sent again to find out.
  if (send && send.state.is !== 'acked') {
    return append(drop(queue, send.command.id), { ...remove, withdraw: true }, undefined)
  }
  const earlier = find(queue, remove.messageId, ['remove'])
  if (earlier) return retry(queue, earlier.command.id)
  // What else was done to it stays, and goes first: the removal may be undone.
  return append(queue, remove, undefined, until)
}

function enqueueReact(queue: Queue, react: React): Queue {
  const earlier = queue.findLast(
    ({ command }) =>
      command.kind === 'react' && command.messageId === react.messageId && command.emoji === react.emoji,
  )
  if (earlier?.state.is === 'waiting') {
    return replace(queue, earlier, { ...react, id: earlier.command.id })
  }
  const rest = earlier?.state.is === 'parked' ? drop(queue, earlier.command.id) : queue
  return append(rest, react, find(rest, react.messageId, ['send'])?.command.id)
}

/** A queued edit builds on what its predecessor will leave (OB-04). */
function versionAfter(command: Send | Edit): { version?: number } {
  if (command.kind === 'send') return { version: 1 }
  return command.version === undefined ? {} : { version: command.version + 1 }
}

/** The server certainly has nothing of it. */
function isUnseen({ state }: OutboxEntry): boolean {
  return state.is === 'waiting' || (state.is === 'parked' && !state.unclear)
}

function find<Kind extends Command['kind']>(
  queue: Queue,
  messageId: string | undefined,
  kinds: readonly Kind[],
) {
  if (messageId === undefined) return undefined
  return queue.findLast(
    (entry): entry is OutboxEntry & { command: Extract<Command, { kind: Kind }> } =>
      messageOf(entry.command) === messageId && kinds.some((kind) => kind === entry.command.kind),
  )
}

function append(queue: Queue, command: Command, dependsOn: string | undefined, until?: number): Queue {
  const order = (queue.at(-1)?.order ?? 0) + 1
  const state = { is: 'waiting', ...(until === undefined ? {} : { until }) } as const
  return [...queue, { command, order, dependsOn, state, serverFailures: 0 }]
}

function replace(queue: Queue, entry: OutboxEntry, command: Command): Queue {
  return queue.map((other) => (other === entry ? { ...entry, command } : other))
}
