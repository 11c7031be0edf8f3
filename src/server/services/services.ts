/** Everything the services together need, as one object for whoever calls them. */
import type { ApplyCommandsDependencies } from './apply-commands'
import type { MembershipDependencies } from './change-membership'
import type { KeepRoomDependencies } from './keep-room'
import type { KeepWorkspaceDependencies } from './keep-workspace'
import type { MarkReceivedDependencies } from './mark-received'
import type { ReadAuditDependencies } from './read-audit'
import type { RejoinDependencies } from './rejoin-room'
import type { SearchDependencies } from './search-messages'
import type { ThreadDependencies } from './threads'

export type Services = ApplyCommandsDependencies &
  KeepRoomDependencies &
  KeepWorkspaceDependencies &
  MarkReceivedDependencies &
  MembershipDependencies &
  ReadAuditDependencies &
  RejoinDependencies &
  SearchDependencies &
  ThreadDependencies
