/** `profiles.*`: names. */
import { findPeopleInput, namesInput, renameInput } from '@/contract/rooms'
import { procedure, router } from '../init'

export const profilesRouter = router({
  /** The caller's profile; null before the first `rename`, `rooms.create` or `rooms.join`. */
  me: procedure.query(async ({ ctx }) => (await ctx.services.directory.profile(ctx.user.userId)) ?? null),
  rename: procedure
    .input(renameInput)
    .mutation(({ ctx, input }) =>
      ctx.services.directory.rename({ userId: ctx.user.userId, name: input.name }),
    ),
  find: procedure.input(findPeopleInput).query(async ({ ctx, input }) => ({
    profiles: await ctx.services.directory.find(ctx.user.userId, input),
  })),
  names: procedure.input(namesInput).query(async ({ ctx, input }) => ({
    profiles: await ctx.services.directory.names(ctx.user.userId, input.userIds),
  })),
})
