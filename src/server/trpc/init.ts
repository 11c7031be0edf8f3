/** tRPC as Parley uses it: one error shape, and procedures that know whose call it is. */
import { initTRPC } from '@trpc/server'
import type { Identity } from '@/server/ports/token-verifier'
import type { Services } from '@/server/services/services'
import { describeError, toTrpcError } from './errors'

export interface Context {
  services: Services
  /** Whose call this is. @throws ParleyError UNAUTHORIZED, UNAVAILABLE */
  authenticate(): Promise<Identity>
}

const t = initTRPC.context<Context>().create({
  // Never a stack trace in an answer.
  isDev: false,
  errorFormatter: ({ shape, error }) => {
    const parley = describeError(error)
    return { ...shape, message: parley.message, data: { ...shape.data, parley } }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** For signed-in users. Who they are is settled before the input is even looked at. */
export const procedure = t.procedure.use(async ({ ctx, next }) => {
  const user = await ctx.authenticate().catch((error: unknown) => {
    throw toTrpcError(error)
  })
  const result = await next({ ctx: { services: ctx.services, user } })
  if (!result.ok) throw toTrpcError(result.error)
  return result
})
