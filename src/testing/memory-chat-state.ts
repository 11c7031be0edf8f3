/** What the chat in memory remembers. No record is ever changed in place: whoever holds one may keep it. */
import type { Change } from '@/contract/message'
import type { Member } from '@/contract/rooms'
import type { RoomKind } from '@/contract/sync'

/** Its reactions are in the order in which they were made, and are grouped when somebody reads it. */
export type StoredMessage = Readonly<Omit<Change, 'reactions'>> & {
  readonly reactions: readonly Readonly<{ emoji: string; userId: string }>[]
}

/** The one workspace there is; every other is FORBIDDEN. */
export const memoryWorkspace = { id: '00000000-0000-7000-8000-000000000001', name: 'Parley' }

export interface StoredRoom {
  readonly id: string
  readonly name: string
  readonly kind: RoomKind
  readonly head: number
  readonly epoch: number
  readonly createdBy: string
}

/** A membership that is over stays, so that the member's devices can be told. */
export interface StoredMember {
  readonly roomId: string
  readonly userId: string
  readonly role: Member['role']
  readonly joinedAt: string
  readonly hasEnded: boolean
  readonly lastReceived: number
  readonly lastRead: number
}

/** A command that was taken: for ever, so that every retry is recognized. */
export interface StoredCommand {
  readonly authorId: string
  /** Empty for a send that was withdrawn before it came: no command is the same. */
  readonly fingerprint: string
  readonly position: number
}

/** Maps are by id; `members` by `memberKey`. */
export interface ChatState {
  log: string
  profiles: Map<string, string>
  rooms: Map<string, StoredRoom>
  members: Map<string, StoredMember>
  messages: Map<string, StoredMessage>
  commands: Map<string, StoredCommand>
}

export function emptyState(log: string): ChatState {
  return {
    log,
    profiles: new Map(),
    rooms: new Map(),
    members: new Map(),
    messages: new Map(),
    commands: new Map(),
  }
}

export function copyState({ log, profiles, rooms, members, messages, commands }: ChatState): ChatState {
  return {
    log,
    profiles: new Map(profiles),
    rooms: new Map(rooms),
    members: new Map(members),
    messages: new Map(messages),
    commands: new Map(commands),
  }
}

export function memberKey(roomId: string, userId: string): string {
  return `${roomId} ${userId}`
}

/** The membership, unless it is over. */
export function activeMember(state: ChatState, roomId: string, userId: string): StoredMember | undefined {
  const member = state.members.get(memberKey(roomId, userId))
  return member?.hasEnded ? undefined : member
}

/** The room, for its members. */
export function roomOf(state: ChatState, roomId: string, userId: string): StoredRoom | undefined {
  return activeMember(state, roomId, userId) && state.rooms.get(roomId)
}

/** The message as everybody sees it: a copy of one's own. */
export function toChange(message: StoredMessage): Change {
  const userIds = new Map<string, string[]>()
  for (const { emoji, userId } of message.reactions) {
    userIds.set(emoji, [...(userIds.get(emoji) ?? []), userId])
  }
  return { ...message, reactions: [...userIds].map(([emoji, ids]) => ({ emoji, userIds: ids })) }
}

/** Every message of the room that was changed after this position, in the order of the changes. */
export function changesIn(state: ChatState, roomId: string, after: number): Change[] {
  return [...state.messages.values()]
    .filter((message) => message.roomId === roomId && message.changedSeq > after)
    .sort((left, right) => left.changedSeq - right.changedSeq)
    .map(toChange)
}
