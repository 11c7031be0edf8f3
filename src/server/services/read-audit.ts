/** The audit log, for those who answer for a workspace. */
import type { AuditInput, AuditPage } from '@/contract/audit'
import { ParleyError } from '@/contract/errors'
import type { AuditLog } from '@/server/ports/audit-log'

export interface ReadAuditDependencies {
  auditLog: Pick<AuditLog, 'page'>
}

/** To everybody else a workspace looks as if it did not exist. @throws ParleyError NOT_FOUND, UNAVAILABLE */
export async function readAudit(
  { auditLog }: ReadAuditDependencies,
  userId: string,
  input: AuditInput,
): Promise<AuditPage> {
  const page = await auditLog.page(userId, input)
  if (!page) throw new ParleyError('NOT_FOUND')
  return page
}
