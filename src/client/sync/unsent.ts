/** What somebody would lose with this browser's copy: what they wrote and the server does not have. Pure. */
import { isUnsent, type Queue } from './outbox-entry'
import { waitingIn } from './waiting'

export interface UnsentText {
  roomId: string
  /** `waiting` goes out by itself; `refused` waits for its author; a `draft` was never sent. */
  what: 'waiting' | 'refused' | 'draft'
  text: string
}

export interface Unsent {
  /** What goes out by itself once there is a network, as people count it. */
  waiting: number
  /** In the order in which it was written, drafts last. */
  texts: UnsentText[]
}

export function unsentOf(queue: Queue, drafts: readonly { roomId: string; text: string }[]): Unsent {
  const texts: UnsentText[] = []
  for (const entry of queue) {
    const { command, state } = entry
    if (state.is === 'acked' || !('content' in command)) continue
    texts.push({
      roomId: command.roomId,
      what: state.is === 'parked' ? 'refused' : 'waiting',
      text: command.content,
    })
  }
  for (const { roomId, text } of drafts) {
    if (text.trim() !== '') texts.push({ roomId, what: 'draft', text })
  }
  return { waiting: waitingIn(queue.filter(isUnsent)).waiting, texts }
}
