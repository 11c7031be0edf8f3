/** When an acknowledged command leaves the overlay: once the local copy of the log shows its effect. Pure. */
import { messageById } from './ordered-messages'
import { messageOf, type OutboxEntry, type Queue } from './outbox-entry'
import type { RoomLog } from './room-log'

/** Takes out the acknowledged commands that `room` has caught up with (OB-08). The same queue when there are none. */
export function settle(queue: Queue, room: RoomLog): Queue {
  const kept = queue.filter((entry) => !isSettled(entry, room))
  return kept.length === queue.length ? queue : kept
}

/** Under another history an acknowledgement means nothing: those commands go again, with their ids (OB-09). */
export function unsettle(queue: Queue, roomId: string, log: string): Queue {
  const lost = ({ command, state }: OutboxEntry) =>
    command.roomId === roomId && state.is === 'acked' && state.log !== log
  if (!queue.some(lost)) return queue
  return queue.map((entry) => (lost(entry) ? { ...entry, state: { is: 'frozen' } } : entry))
}

function isSettled({ command, state }: OutboxEntry, room: RoomLog): boolean {
  if (state.is === 'parked' && command.kind === 'send') {
    // Refused to one tab or device, it may have come through another; in a later text, where it was lost and sent again.
    return state.lostFrom !== room.log && messageById(room.messages, command.id)?.senderId === command.as
  }
  if (command.roomId !== room.roomId || state.is !== 'acked' || state.log !== room.log) return false
  if (room.cursor >= Math.max(room.target, state.position)) return true
  const message = messageById(room.messages, messageOf(command))
  return message !== undefined && message.changedSeq >= state.position
}
