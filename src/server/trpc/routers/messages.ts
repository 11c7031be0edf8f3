/** `messages.*`: single commands for callers and tests, history, and receipts. */
import { editInput, reactInput, removeInput, sendInput } from '@/contract/commands'
import { searchInput } from '@/contract/search'
import { historyInput, receiptInput, roomReceiptsInput } from '@/contract/sync'
import { applyOne } from '@/server/services/apply-one'
import { markRead } from '@/server/services/mark-read'
import { markReceived } from '@/server/services/mark-received'
import { markUnread } from '@/server/services/mark-unread'
import { memberReceipts } from '@/server/services/member-receipts'
import { readHistory } from '@/server/services/read-history'
import { searchMessages } from '@/server/services/search-messages'
import { procedure, router } from '../init'

const written = procedure.meta({ action: 'commands' })

export const messagesRouter = router({
  send: written
    .input(sendInput)
    .mutation(({ ctx, input }) => applyOne(ctx.services, { kind: 'send', as: ctx.user.userId, ...input })),
  edit: written
    .input(editInput)
    .mutation(({ ctx, input }) => applyOne(ctx.services, { kind: 'edit', as: ctx.user.userId, ...input })),
  remove: written
    .input(removeInput)
    .mutation(({ ctx, input }) => applyOne(ctx.services, { kind: 'remove', as: ctx.user.userId, ...input })),
  react: written
    .input(reactInput)
    .mutation(({ ctx, input }) => applyOne(ctx.services, { kind: 'react', as: ctx.user.userId, ...input })),
  markReceived: procedure
    .input(receiptInput)
    .mutation(({ ctx, input }) => markReceived(ctx.services, ctx.user.userId, input)),
  markRead: procedure
    .input(receiptInput)
    .mutation(({ ctx, input }) => markRead(ctx.services, ctx.user.userId, input)),
  markUnread: procedure
    .input(receiptInput)
    .mutation(({ ctx, input }) => markUnread(ctx.services, ctx.user.userId, input)),
  receipts: procedure
    .input(roomReceiptsInput)
    .query(({ ctx, input }) => memberReceipts(ctx.services, ctx.user.userId, input.roomId)),
  history: procedure
    .input(historyInput)
    .query(({ ctx, input }) => readHistory(ctx.services, ctx.user.userId, input)),
  search: procedure
    .input(searchInput)
    .query(({ ctx, input }) => searchMessages(ctx.services, ctx.user.userId, input)),
})
