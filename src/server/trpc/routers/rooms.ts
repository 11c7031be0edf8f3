/** `rooms.*`: catching up, and who is where. */
import { createRoomInput, listRoomsInput, membersInput, roomInput } from '@/contract/rooms'
import { headsInput, rejoinInput } from '@/contract/sync'
import { createRoom, joinRoom, leaveRoom } from '@/server/services/change-membership'
import { listMembers } from '@/server/services/list-members'
import { rejoinRoom } from '@/server/services/rejoin-room'
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
    .input(createRoomInput)
    .mutation(({ ctx, input }) => createRoom(ctx.services, actorOf(ctx.user), input)),
  join: procedure
    .input(roomInput)
    .mutation(({ ctx, input }) => joinRoom(ctx.services, actorOf(ctx.user), input.roomId)),
  leave: procedure
    .input(roomInput)
    .mutation(({ ctx, input }) => leaveRoom(ctx.services, ctx.user.userId, input.roomId)),
  list: procedure
    .input(listRoomsInput)
    .query(({ ctx, input }) => ctx.services.directory.list(ctx.user.userId, input)),
  members: procedure
    .input(membersInput)
    .query(({ ctx, input }) => listMembers(ctx.services, ctx.user.userId, input)),
})
