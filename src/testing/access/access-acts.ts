/** What somebody could want of a room over the API, and of its live topics. */
import { randomUUID } from 'node:crypto'
import { peersTopic, roomTopic, userTopic } from '@/contract/realtime'
import type { Guest } from '../guest'
import type { World, WorldRoom } from './access-world'

export type Act = (actor: Guest, room: WorldRoom, world: World) => Promise<unknown>

const sentAt = '2026-01-01T12:00:00.000Z'

export const apiActs: Record<string, Act> = {
  'read it': ({ call }, { roomId }) => call.messages.history.query({ roomId }),
  'write in it': ({ call }, { roomId }) =>
    call.messages.send.mutate({ id: randomUUID(), roomId, content: 'hello', sentAt }),
  'react in it': ({ call }, { roomId, messageId }) =>
    call.messages.react.mutate({ id: randomUUID(), roomId, messageId, emoji: '🎉', present: true }),
  "edit another's message": ({ call }, { roomId, messageId }) =>
    call.messages.edit.mutate({ id: randomUUID(), roomId, messageId, content: 'changed', version: 1 }),
  "remove another's message": ({ call }, { roomId, messageId }) =>
    call.messages.remove.mutate({ id: randomUUID(), roomId, messageId }),
  'see who is in it': ({ call }, { roomId }) => call.rooms.members.query({ roomId }),
  'join it': ({ call }, { roomId }) => call.rooms.join.mutate({ roomId }),
  'leave it': ({ call }, { roomId }) => call.rooms.leave.mutate({ roomId }),
  'change name and topic': ({ call }, { roomId }) => call.rooms.update.mutate({ roomId, topic: 'Tea' }),
  'add a colleague': ({ call }, { roomId }, { people }) =>
    call.rooms.add.mutate({ roomId, userIds: [people.colleague.userId] }),
  'remove a member': ({ call }, { roomId }, { people }) =>
    call.rooms.removeMember.mutate({ roomId, userId: people.ben.userId }),
  'ban a member': ({ call }, { roomId }, { people }) =>
    call.rooms.ban.mutate({ roomId, userId: people.ben.userId }),
  'lift a ban': ({ call }, { roomId }, { people }) =>
    call.rooms.unban.mutate({ roomId, userId: people.banned.userId }),
  'see who is banned': ({ call }, { roomId }) => call.rooms.bans.query({ roomId }),
  'give a role': ({ call }, { roomId }, { people }) =>
    call.rooms.setRole.mutate({ roomId, userId: people.ben.userId, role: 'admin' }),
  'archive it': ({ call }, { roomId }) => call.rooms.archive.mutate({ roomId, archived: true }),
  'invite to it by a link': ({ call }, { roomId }, { workspaceId }) =>
    call.workspaces.invite.mutate({
      ...{ id: randomUUID(), token: randomUUID().replaceAll('-', '').padEnd(43, 'x'), workspaceId, roomId },
    }),
}

/** Which topic is joined, and what is said there; without words, joining is all. */
export interface LiveAct {
  topic(room: WorldRoom, world: World): string
  says?: { event: string; payload: object }
}

export const liveActs: Record<string, LiveAct> = {
  'hear the room': { topic: ({ roomId, epoch }) => roomTopic(roomId, epoch) },
  'hear the room as it was before somebody was shut out': {
    topic: ({ roomId, epoch }) => roomTopic(roomId, epoch - 1),
  },
  'forge a change': {
    topic: ({ roomId, epoch }) => roomTopic(roomId, epoch),
    says: { event: 'change', payload: { changes: [] } },
  },
  'hear who types': { topic: ({ roomId, epoch }) => peersTopic(roomId, epoch) },
  'say that one types': {
    topic: ({ roomId, epoch }) => peersTopic(roomId, epoch),
    says: { event: 'typing', payload: {} },
  },
  "hear a member's own topic": { topic: (_, { people }) => userTopic(people.ben.userId) },
}

/** What is asked of the database itself: by SQL with somebody's claims, and through PostgREST. */
export const tableActs: Record<string, (room: WorldRoom, world: World) => { table: string; where: string }> =
  {
    'the room': ({ roomId }) => ({ table: 'rooms', where: `id=eq.${roomId}` }),
    'who is in it': ({ roomId }, { people }) => ({
      ...{ table: 'room_members', where: `room_id=eq.${roomId}&user_id=eq.${people.ben.userId}` },
    }),
    'a message': ({ messageId }) => ({ table: 'messages', where: `id=eq.${messageId}` }),
    'a change': ({ messageId }) => ({ table: 'changes', where: `id=eq.${messageId}` }),
    'a reaction': ({ messageId }) => ({ table: 'reactions', where: `message_id=eq.${messageId}` }),
    "a member's name": (_, { people }) => ({ table: 'profiles', where: `id=eq.${people.ben.userId}` }),
    'the workspace': (_, { workspaceId }) => ({ table: 'workspaces', where: `id=eq.${workspaceId}` }),
    "a member's place in it": (_, { people, workspaceId }) => ({
      table: 'workspace_members',
      where: `workspace_id=eq.${workspaceId}&user_id=eq.${people.ben.userId}`,
    }),
    'its audit log': (_, { workspaceId }) => ({
      ...{ table: 'audit', where: `workspace_id=eq.${workspaceId}&action=eq.workspace.created` },
    }),
    'a command': ({ messageId }) => ({ table: 'commands', where: `id=eq.${messageId}` }),
  }
