/** `rooms.*`: catching up, and who is where. */
import {
  addToRoomInput,
  archiveRoomInput,
  createRoomInput,
  listRoomsInput,
  membersInput,
  openDirectInput,
  roomInput,
  roomMemberInput,
  setRoomRoleInput,
  updateRoomInput,
} from '@/contract/rooms'
import { headsInput, rejoinInput } from '@/contract/sync'
import { createRoom, joinRoom, leaveRoom } from '@/server/services/change-membership'
import {
  addToRoom,
  archiveRoom,
  banFromRoom,
  liftBan,
  openDirect,
  removeFromRoom,
  setRoomRole,
  updateRoom,
} from '@/server/services/keep-room'
import { listMembers } from '@/server/services/list-members'
import { rejoinRoom } from '@/server/services/rejoin-room'
import { found } from '@/server/services/require-member'
import { actorOf } from '../actor'
import { procedure, router } from '../init'

export const roomsRouter = router({
  rejoin: procedure
    .input(rejoinInput)
    .query(({ ctx, input }) => rejoinRoom(ctx.services, ctx.user.userId, input)),
  heads: procedure
    .input(headsInput)
    .query(({ ctx, input }) => ctx.services.messageLog.heads(ctx.user.userId, input)),
  create: procedure
    .meta({ action: 'rooms' })
    .input(createRoomInput)
    .mutation(({ ctx, input }) => createRoom(ctx.services, actorOf(ctx.user), input)),
  join: procedure
    .input(roomInput)
    .mutation(({ ctx, input }) => joinRoom(ctx.services, actorOf(ctx.user), input.roomId)),
  leave: procedure
    .input(roomInput)
    .mutation(({ ctx, input }) => leaveRoom(ctx.services, ctx.user.userId, input.roomId)),
  update: procedure
    .input(updateRoomInput)
    .mutation(({ ctx, input }) => updateRoom(ctx.services, ctx.user.userId, input)),
  archive: procedure
    .input(archiveRoomInput)
    .mutation(({ ctx, input }) => archiveRoom(ctx.services, ctx.user.userId, input)),
  openDirect: procedure
    .meta({ action: 'rooms' })
    .input(openDirectInput)
    .mutation(({ ctx, input }) => openDirect(ctx.services, actorOf(ctx.user), input)),
  add: procedure
    .meta({ action: 'rooms' })
    .input(addToRoomInput)
    .mutation(({ ctx, input }) => addToRoom(ctx.services, ctx.user.userId, input)),
  removeMember: procedure
    .input(roomMemberInput)
    .mutation(({ ctx, input }) => removeFromRoom(ctx.services, ctx.user.userId, input)),
  ban: procedure
    .input(roomMemberInput)
    .mutation(({ ctx, input }) => banFromRoom(ctx.services, ctx.user.userId, input)),
  unban: procedure
    .input(roomMemberInput)
    .mutation(({ ctx, input }) => liftBan(ctx.services, ctx.user.userId, input)),
  bans: procedure
    .input(membersInput)
    .query(async ({ ctx, input }) => found(await ctx.services.keeper.bans(ctx.user.userId, input))),
  setRole: procedure
    .input(setRoomRoleInput)
    .mutation(({ ctx, input }) => setRoomRole(ctx.services, ctx.user.userId, input)),
  list: procedure
    .input(listRoomsInput)
    .query(({ ctx, input }) => ctx.services.directory.list(ctx.user.userId, input)),
  members: procedure
    .input(membersInput)
    .query(({ ctx, input }) => listMembers(ctx.services, ctx.user.userId, input)),
})
