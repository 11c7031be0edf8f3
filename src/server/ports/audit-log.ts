/** What happened that somebody may have to answer for. Nothing in it is ever changed. */
import type { AuditAction, AuditInput, AuditPage } from '@/contract/audit'

export interface AuditNote {
  /** Null where nobody was signed in. */
  actorId: string | null
  action: AuditAction
  /** A room's own when left out, if there is one; what belongs to no workspace is for those of the first. */
  workspaceId?: string | undefined
  roomId?: string | undefined
  /** To whom it was done. */
  subjectId?: string | undefined
  /** Where from. Filled in by the way in, where there is one. */
  address?: string | undefined
  /** Short values. Never content, tokens, passwords, or e-mail addresses in clear. */
  details?: Readonly<Record<string, string | number | boolean>> | undefined
}

export interface AuditLog {
  /** Notes something soon. Never rejects and waits for nothing: what it tells of has happened. */
  note(note: AuditNote): Promise<void>
  /**
   * A page of a workspace's entries, the newest first. Undefined for whoever does not own or administrate it.
   *
   * @throws ParleyError UNAVAILABLE
   */
  page(userId: string, input: AuditInput): Promise<AuditPage | undefined>
}

/** The same log, for one request: what it notes came from this address. */
export function notedFrom(address: string | undefined, log: AuditLog): AuditLog {
  return { ...log, note: (note) => log.note({ address, ...note }) }
}

/** For tests that are about something else. */
export const noAuditLog: AuditLog = { note: async () => {}, page: async () => undefined }
