/** What a person does in a room, as commands for the outbox. */
import { content as writtenContent } from '@/contract/primitives'
import type { Clock } from './clock'
import { messageById } from './ordered-messages'
import type { Outbox } from './outbox'
import { undoFor } from './outbox-entry'
import type { ReadMarker } from './read-marker'
import { isComplete } from './room-log'
import type { RoomSync } from './room-sync'
import type { RoomActions } from './view'

export interface RoomActionPorts {
  userId: string
  roomId: string
  sync: RoomSync
  outbox: Outbox
  marker: ReadMarker
  clock: Clock
  /** A new id for a command. */
  ids: () => string
  /** Resolves when a room's or a thread's draft is kept as it is now; undefined while it is. */
  draftPending: (place: string) => Promise<void> | undefined
  /** Whether a message is among the items of the conversation, or of a thread. */
  isShown: (id: string, thread: string | undefined) => boolean
  /** The reader has seen a thread up to this position of the log. */
  readThread: (threadId: string, log: string, position: number) => void
}

export function createRoomActions(ports: RoomActionPorts): RoomActions {
  const { userId, roomId, sync, outbox, marker, clock, ids, draftPending, isShown } = ports
  const command = () => ({ id: ids(), as: userId, roomId })

  return {
    async send(content, { replyTo, thread } = {}) {
      if (!writtenContent.safeParse(content).success) return false
      const sentAt = new Date(clock.now()).toISOString()
      // What is still on its way to the disk would come after the sending, and back into the field.
      const pending = draftPending(thread ?? roomId)
      if (pending) await pending
      const place = { ...(replyTo ? { replyTo } : {}), ...(thread ? { thread } : {}) }
      return outbox.add({ kind: 'send', ...command(), content, sentAt, ...place })
    },
    async edit(messageId, content) {
      if (!writtenContent.safeParse(content).success) return false
      const version = messageById(sync.shown()?.messages ?? [], messageId)?.version
      return outbox.add({
        kind: 'edit',
        ...command(),
        messageId,
        content,
        ...(version === undefined ? {} : { version }),
      })
    },
    remove: (messageId) => outbox.add({ kind: 'remove', ...command(), messageId }, clock.now() + undoFor),
    react: (messageId, emoji, present) =>
      outbox.add({ kind: 'react', ...command(), messageId, emoji, present }),
    async retry(id) {
      await outbox.retry(id)
      return true
    },
    async discard(id) {
      await outbox.discard(id, { kind: 'remove', ...command(), messageId: id })
      return true
    },
    loadOlder: sync.loadOlder,
    async loadAround(sought, thread) {
      const isThere = await sync.loadAround(sought)
      return isThere && ('seq' in sought || isShown(sought.id, thread))
    },
    loadBetween: sync.loadBetween,
    loadNewer: sync.wake,
    markRead() {
      const log = sync.log()
      // Another tab may hold a copy again already, while this one shows that the room is closed.
      if (log && sync.connection().phase.is !== 'gone') marker.mark(log)
    },
    markThreadRead(threadId) {
      const log = sync.log()
      // In the middle of a catch-up older answers may still come, and would arrive already read.
      if (log && isComplete(log)) ports.readThread(threadId, log.log, log.cursor)
    },
    markUnread(seq) {
      const log = sync.log()
      if (log && sync.connection().phase.is !== 'gone') marker.unmark(log, seq)
    },
  }
}
