/** `threads.*`: following and reading the answers to one message. They are written as messages are. */
import { followThreadInput, threadInput, threadReceiptInput } from '@/contract/threads'
import { followThread, listThreads, markThreadRead, readThreadState } from '@/server/services/threads'
import { procedure, router } from '../init'

export const threadsRouter = router({
  state: procedure
    .input(threadInput)
    .query(({ ctx, input }) => readThreadState(ctx.services, ctx.user.userId, input)),
  list: procedure.query(({ ctx }) => listThreads(ctx.services, ctx.user.userId)),
  follow: procedure
    .input(followThreadInput)
    .mutation(({ ctx, input }) => followThread(ctx.services, ctx.user.userId, input)),
  markRead: procedure
    .input(threadReceiptInput)
    .mutation(({ ctx, input }) => markThreadRead(ctx.services, ctx.user.userId, input)),
})
