/** tRPC as Parley uses it: one error shape, and procedures that know whose call it is. */
import { initTRPC } from '@trpc/server'
import * as z from 'zod/mini'
import { admit, type RatedAction } from '@/server/admission'
import type { Limiter } from '@/server/ports/limiter'
import type { Identity } from '@/server/ports/token-verifier'
import type { Services } from '@/server/services/services'
import { describeError, toTrpcError } from './errors'

export interface Context {
  services: Services
  limiter: Limiter
  /** Whose call this is. @throws ParleyError UNAUTHORIZED, RATE_LIMITED, UNAVAILABLE */
  authenticate(): Promise<Identity>
}

interface Meta {
  /** What a call counts as. Without it, as one query, or one of the other changes. */
  action?: RatedAction
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Never a stack trace in an answer.
    isDev: false,
    errorFormatter: ({ shape, error }) => {
      const parley = describeError(error)
      return { ...shape, message: parley.message, data: { ...shape.data, parley } }
    },
  })

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** For signed-in users, as often as they may. Both are settled before the input is even looked at. */
export const procedure = t.procedure.use(async ({ ctx, type, meta, getRawInput, next }) => {
  const action = meta?.action ?? (type === 'query' ? 'queries' : 'changes')
  const enter = async () => {
    const user = await ctx.authenticate()
    await admit(
      ctx.limiter,
      action,
      user.userId,
      action === 'commands' ? countCommands(await getRawInput()) : 1,
    )
    return user
  }
  const user = await enter().catch((error: unknown) => {
    throw toTrpcError(error)
  })
  const result = await next({ ctx: { services: ctx.services, user } })
  if (!result.ok) throw toTrpcError(result.error)
  return result
})

const batch = z.object({ commands: z.array(z.unknown()) })

/** A batch counts as what is in it, good or bad. */
function countCommands(input: unknown): number {
  return Math.max(1, batch.safeParse(input).data?.commands.length ?? 1)
}
