/** The real services over a chat in memory. Rooms are joined and left, in the one workspace there is, and that is all. */
import { ParleyError } from '@/contract/errors'
import { createAccessCache } from '@/server/adapters/memory/access-cache'
import { createMemoryDeliveryTracker } from '@/server/adapters/memory/delivery-tracker'
import type { Access } from '@/server/ports/access'
import { noAuditLog } from '@/server/ports/audit-log'
import type { Broadcaster } from '@/server/ports/broadcaster'
import type { Clock } from '@/server/ports/clock'
import type { MessageLog } from '@/server/ports/message-log'
import type { MessageSearch } from '@/server/ports/message-search'
import type { RoomDirectory } from '@/server/ports/room-directory'
import type { RoomKeeper } from '@/server/ports/room-keeper'
import type { Threads } from '@/server/ports/threads'
import type { WorkspaceKeeper } from '@/server/ports/workspace-keeper'
import { createAppendQueue } from '@/server/services/append-queue'
import { createReceiptWriter } from '@/server/services/receipt-writer'
import type { Services } from '@/server/services/services'

export interface MemoryServicesOptions {
  messageLog: MessageLog
  directory: RoomDirectory
  access: Access
  /** Without it, a search is refused. */
  messageSearch?: MessageSearch
  clock: Clock
  broadcaster: Broadcaster
  /** Somebody is no member any more; their access is forgotten already. */
  onAccessEnded?(userId: string, roomId: string): void
  /** Hears of what no caller hears of. */
  onError(error: unknown): void
}

const refuse = () => Promise.reject(new ParleyError('FORBIDDEN'))

const nobodyKeeps: RoomKeeper = {
  ...{ update: refuse, archive: refuse, add: refuse, remove: refuse, ban: refuse, liftBan: refuse },
  ...{ bans: refuse, setRole: refuse, openDirect: refuse },
}

const noSearch: MessageSearch = { search: refuse }

const noThreads: Threads = { state: refuse, follow: refuse, raiseRead: refuse, list: refuse }

const noWorkspaces: WorkspaceKeeper = {
  ...{ list: refuse, create: refuse, rename: refuse, members: refuse, setRole: refuse, remove: refuse },
  ...{ invite: refuse, invitations: refuse, revoke: refuse, describe: refuse, accept: refuse },
}

export function createMemoryServices(options: MemoryServicesOptions): Services {
  const { messageLog, directory, clock, broadcaster, onError, onAccessEnded = () => {} } = options
  const access = createAccessCache(options.access, clock)
  const tracker = createMemoryDeliveryTracker()
  return {
    ...{ access, messageLog, directory, tracker, broadcaster, auditLog: noAuditLog },
    ...{ keeper: nobodyKeeps, workspaces: noWorkspaces, threads: noThreads },
    messageSearch: options.messageSearch ?? noSearch,
    endAccess(userId, roomId) {
      access.forget(userId, roomId)
      onAccessEnded(userId, roomId)
    },
    appendQueue: createAppendQueue({ messageLog, broadcaster, tracker, onError }),
    receiptWriter: createReceiptWriter({ messageLog, clock, onError }),
  }
}
