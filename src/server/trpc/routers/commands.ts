/** `commands.*`: what the outbox flushes through. (tRPC reserves the name `apply`.) */
import { submitInput } from '@/contract/commands'
import { applyCommands } from '@/server/services/apply-commands'
import { procedure, router } from '../init'

const written = procedure.meta({ action: 'commands' })

export const commandsRouter = router({
  submit: written.input(submitInput).mutation(async ({ ctx, input }) => ({
    results: await applyCommands(ctx.services, ctx.user.userId, input.commands),
  })),
})
