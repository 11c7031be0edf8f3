/**
 * Rooms, people and the log in memory: the same answers as PostgreSQL's, by the same rules, for tests that need a whole
 * server a thousand times over. Nothing waits for anything but microtasks, and what goes in and out is copied.
 */
import type { Member } from '@/contract/rooms'
import type { Access, TopicAccess } from '@/server/ports/access'
import type { MessageLog } from '@/server/ports/message-log'
import type { MessageSearch } from '@/server/ports/message-search'
import type { RoomDirectory } from '@/server/ports/room-directory'
import { createAccess } from './memory-chat-access'
import { append, recall } from './memory-chat-append'
import { createReads } from './memory-chat-reads'
import { addMember, createRooms } from './memory-chat-rooms'
import { createSearch } from './memory-chat-search'
import { type ChatState, copyState, emptyState } from './memory-chat-state'

/** Everything as it was at one moment. To be handed to `restore`, any number of times. */
export type Backup = Readonly<{ state: Readonly<ChatState> }>

export interface MemoryChat {
  messageLog: MessageLog
  directory: RoomDirectory
  access: Access & TopicAccess
  messageSearch: MessageSearch
  /** Makes somebody a member of any room, also of one that nobody can join by themselves. */
  addMember(roomId: string, userId: string, role?: Member['role']): void
  backup(): Backup
  /** Everything is as it was at the backup, people and memberships too; only the log has another id. */
  restore(backup: Backup, log: string): void
}

export interface MemoryChatOptions {
  /** The id of the history. */
  log?: string
  /** Unix time in milliseconds. */
  now(): number
}

export function createMemoryChat({
  log = '00000000-0000-7000-8000-00000000000a',
  now,
}: MemoryChatOptions): MemoryChat {
  const state = emptyState(log)
  const time = () => new Date(now()).toISOString()
  return {
    messageLog: {
      append: async (commands) => append(state, commands, time()),
      recall: async (commands) => recall(state, commands),
      ...createReads(state),
    },
    directory: createRooms(state, time),
    access: createAccess(state),
    messageSearch: createSearch(state),
    addMember: (roomId, userId, role = 'member') => addMember(state, roomId, userId, role, time()),
    backup: () => ({ state: copyState(state) }),
    restore(backup, log) {
      Object.assign(state, copyState(backup.state), { log })
    },
  }
}
