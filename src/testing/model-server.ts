/** The server's side of the numbered log in a few lines of memory: what the client's copies are compared with. */
import type { Command, CommandResult } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import type { Change } from '@/contract/message'
import { type ChangeFrame, roomTopic } from '@/contract/realtime'
import type { Heads, History, HistoryInput, Rejoin, RejoinInput } from '@/contract/sync'

interface ModelRoom {
  roomId: string
  head: number
  epoch: number
  messages: Map<string, Change>
}

export interface ModelServer {
  log: string
  /** Called with what the gateway would broadcast. */
  onPublish: (topic: string, event: string, payload: ChangeFrame) => void
  addRoom(roomId: string): void
  removeRoom(roomId: string): void
  raiseEpoch(roomId: string): void
  /** The history is replaced: another `log`, and of each room only the first `head` positions. */
  restore(log: string, head: number): void
  head(roomId: string): number
  /** Every message as it is now, by `seq`. */
  messages(roomId: string): Change[]
  apply(command: Command): CommandResult
  rejoin(input: RejoinInput): Rejoin
  history(input: HistoryInput): History
  heads(): Heads
}

const time = '2026-01-01T00:00:00.000Z'

export function createModelServer(log: string): ModelServer {
  const rooms = new Map<string, ModelRoom>()
  const ended = new Set<string>()
  const results = new Map<string, CommandResult & { status: 'stored' | 'duplicate' }>()

  function find(roomId: string): ModelRoom {
    const room = rooms.get(roomId)
    if (!room) throw new ParleyError('ROOM_NOT_FOUND')
    return room
  }

  const ordered = (room: ModelRoom, by: 'seq' | 'changedSeq') =>
    [...room.messages.values()].sort((a, b) => a[by] - b[by])

  /** The message after the command; undefined when there is no message to change. */
  function changed(room: ModelRoom, command: Command, at: number): Change | undefined {
    if (command.kind === 'send') {
      const { id, roomId, content, sentAt, as: senderId, replyTo = null } = command
      return {
        ...{ id, roomId, content, sentAt, senderId, replyTo, seq: at, changedSeq: at, version: 1 },
        ...{ createdAt: time, editedAt: null, removedAt: null, reactions: [] },
      }
    }
    const message = room.messages.get(command.messageId)
    if (!message) return undefined
    if (command.kind === 'remove') {
      return { ...message, changedSeq: at, content: '', reactions: [], removedAt: time }
    }
    if (command.kind === 'edit') {
      return {
        ...message,
        changedSeq: at,
        content: command.content,
        version: message.version + 1,
        editedAt: time,
      }
    }
    const others = message.reactions.filter((reaction) => reaction.emoji !== command.emoji)
    const reactions = command.present ? [...others, { emoji: command.emoji, userIds: [command.as] }] : others
    return { ...message, changedSeq: at, reactions }
  }

  const model: ModelServer = {
    log,
    onPublish: () => {},
    addRoom(roomId) {
      rooms.set(roomId, { roomId, head: 0, epoch: 1, messages: new Map() })
      ended.delete(roomId)
    },
    removeRoom(roomId) {
      rooms.delete(roomId)
      ended.add(roomId)
    },
    raiseEpoch(roomId) {
      find(roomId).epoch++
    },
    restore(log, head) {
      model.log = log
      for (const room of rooms.values()) {
        room.head = Math.min(room.head, head)
        for (const [id, message] of room.messages) if (message.changedSeq > head) room.messages.delete(id)
      }
      for (const [id, result] of results) if (result.position > head) results.delete(id)
    },
    head: (roomId) => find(roomId).head,
    messages: (roomId) => ordered(find(roomId), 'seq'),
    apply(command) {
      const room = rooms.get(command.roomId)
      const earlier = results.get(command.id)
      if (earlier) return { ...earlier, status: 'duplicate', log: model.log }
      if (!room) return refusal(command.id, 'ROOM_NOT_FOUND')
      const change = changed(room, command, room.head + 1)
      if (!change) return refusal(command.id, 'MESSAGE_NOT_FOUND')
      const after = room.head++
      room.messages.set(change.id, change)
      const { epoch, head } = room
      const result = {
        id: command.id,
        status: 'stored' as const,
        position: head,
        log: model.log,
        epoch,
        change,
      }
      results.set(command.id, result)
      const frame = { log: model.log, epoch, after, upTo: head, changes: [change] }
      model.onPublish(roomTopic(room.roomId, epoch), 'change', frame)
      return result
    },
    rejoin({ roomId, after = 0, limit }) {
      const room = find(roomId)
      const missed = ordered(room, 'changedSeq').filter((change) => change.changedSeq > after)
      const changes = missed.slice(0, limit)
      const hasMore = missed.length > limit
      const cursor = hasMore ? (changes.at(-1)?.changedSeq ?? after) : room.head
      const { epoch, head } = room
      return {
        status: missed.length ? 'missed' : 'caught_up',
        log: model.log,
        epoch,
        changes,
        cursor,
        head,
        hasMore,
      }
    },
    history({ roomId, before = Number.POSITIVE_INFINITY, around, limit }) {
      const room = find(roomId)
      const middle = around === undefined ? undefined : room.messages.get(around)
      if (around !== undefined && !middle) throw new ParleyError('MESSAGE_NOT_FOUND')
      const end = middle ? middle.seq + Math.ceil(limit / 2) : before
      const older = ordered(room, 'seq').filter((change) => change.seq < end)
      const changes = older.slice(-limit)
      return { log: model.log, epoch: room.epoch, head: room.head, changes, hasMore: older.length > limit }
    },
    heads() {
      const heads = [...rooms.values()].map(({ roomId, head, epoch }) => ({
        ...{ roomId, head, epoch, name: 'room', kind: 'public' as const, lastReadPosition: 0, unread: 0 },
      }))
      return { log: model.log, rooms: heads, ended: [...ended], hasMore: false }
    },
  }
  return model
}

function refusal(id: string, status: 'ROOM_NOT_FOUND' | 'MESSAGE_NOT_FOUND'): CommandResult {
  return { id, status, message: status }
}
