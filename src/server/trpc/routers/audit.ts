/** `audit.*`: what happened in a workspace, for its owners and admins. */
import { auditInput } from '@/contract/audit'
import { readAudit } from '@/server/services/read-audit'
import { procedure, router } from '../init'

export const auditRouter = router({
  list: procedure
    .input(auditInput)
    .query(({ ctx, input }) => readAudit(ctx.services, ctx.user.userId, input)),
})
