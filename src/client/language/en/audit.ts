/** What happened in a workspace, as sentences. */
import type { AuditAction } from '@/contract/audit'

type Sentence = (who: string, whom: string) => string

const actions: Record<AuditAction, Sentence> = {
  'guest.created': (who) => `${who} came as a guest`,
  'account.registered': (who) => `${who} registered`,
  'account.signed_in': (who) => `${who} signed in`,
  'account.sign_in_failed': (who) => `${who} failed to sign in`,
  'account.signed_out': (who) => `${who} signed out`,
  'account.session_revoked': (who) => `${who} ended sessions`,
  'account.email_verified': (who) => `${who} confirmed an e-mail address`,
  'account.password_changed': (who) => `${who} changed the password`,
  'account.password_reset': (who) => `${who} set a new password by mail`,
  'account.two_factor_enabled': (who) => `${who} turned the second factor on`,
  'account.two_factor_disabled': (who) => `${who} turned the second factor off`,
  'account.deleted': (who) => `${who} deleted the account`,
  'workspace.created': (who) => `${who} made the workspace`,
  'workspace.renamed': (who) => `${who} renamed the workspace`,
  'workspace.joined': (who) => `${who} came into the workspace`,
  'workspace.left': (who) => `${who} left the workspace`,
  'workspace.member_removed': (who, whom) => `${who} removed ${whom} from the workspace`,
  'workspace.role_changed': (who, whom) => `${who} gave ${whom} another role in the workspace`,
  'workspace.invitation_made': (who) => `${who} made an invitation`,
  'workspace.invitation_revoked': (who) => `${who} took an invitation back`,
  'room.created': (who) => `${who} made a room`,
  'room.joined': (who) => `${who} joined a room`,
  'room.left': (who) => `${who} left a room`,
  'room.member_added': (who, whom) => `${who} added ${whom} to a room`,
  'room.member_removed': (who, whom) => `${who} removed ${whom} from a room`,
  'room.member_banned': (who, whom) => `${who} banned ${whom} from a room`,
  'room.member_unbanned': (who, whom) => `${who} lifted the ban on ${whom}`,
  'room.role_changed': (who, whom) => `${who} gave ${whom} another role in a room`,
  'room.renamed': (who) => `${who} renamed a room`,
  'room.topic_changed': (who) => `${who} changed the topic of a room`,
  'room.archived': (who) => `${who} archived a room`,
  'room.unarchived': (who) => `${who} opened a room again`,
}

export const audit = {
  label: 'Audit log',
  none: 'Nothing has happened yet.',
  older: 'Older',
  somebody: 'Somebody',
  actions,
  /** A role that was given, as the log names it. */
  roles: { owner: 'owner', admin: 'admin', member: 'member', guest: 'guest' },
}
