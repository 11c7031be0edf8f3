/** Tells those on a room's topic what happened in it, and writes it into the audit log. */
import type { AuditAction } from '@/contract/audit'
import type { RoomEvent } from '@/contract/message'
import { roomTopic } from '@/contract/realtime'
import type { AuditLog } from '@/server/ports/audit-log'
import type { Broadcaster } from '@/server/ports/broadcaster'
import type { RoomNews } from '@/server/ports/room-directory'
import { changeFrameOf } from './change-frame'

export interface AnnounceDependencies {
  broadcaster: Broadcaster
  auditLog: Pick<AuditLog, 'note'>
}

const actions: Record<RoomEvent['kind'], AuditAction> = {
  joined: 'room.joined',
  left: 'room.left',
  added: 'room.member_added',
  removed: 'room.member_removed',
  banned: 'room.member_banned',
  unbanned: 'room.member_unbanned',
  role: 'room.role_changed',
  renamed: 'room.renamed',
  topic: 'room.topic_changed',
  archived: 'room.archived',
  unarchived: 'room.unarchived',
}

export function announce(
  { broadcaster, auditLog }: AnnounceDependencies,
  { log, previousEpoch, ...advance }: RoomNews,
): void {
  const { roomId, epoch, upTo: head } = advance
  // Whoever is out still hears the old topic: it is told where the room has moved, and nothing of what happens there.
  const frame = previousEpoch === epoch ? changeFrameOf(log, advance) : { log, epoch, head }
  broadcaster.publish(roomTopic(roomId, previousEpoch), 'change', frame)

  for (const { event, senderId: actorId } of advance.changes) {
    if (!event) continue
    const subjectId = 'userId' in event ? event.userId : undefined
    const details = 'role' in event ? { role: event.role } : undefined
    void auditLog.note({ actorId, action: actions[event.kind], roomId, subjectId, details })
  }
}
