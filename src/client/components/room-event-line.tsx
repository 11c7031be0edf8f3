/** What happened in the room itself, in one quiet line. */

import type { EventItem } from '@/client/sync/view'
import type { RoomEvent } from '@/contract/message'

interface RoomEventLineProps {
  item: EventItem
  nameOf: (userId: string) => string
}

export function RoomEventLine({ item, nameOf }: RoomEventLineProps) {
  return (
    <li data-message-id={item.id} className="my-3 px-3 text-center text-sm text-balance text-muted">
      {sentenceOf(item, nameOf)}
    </li>
  )
}

const roles = { owner: 'the owner', admin: 'an admin', member: 'a member' }

function sentenceOf({ event, senderId }: EventItem, nameOf: (userId: string) => string): string {
  const who = nameOf(senderId)
  switch (event.kind) {
    case 'joined':
      return `${who} joined`
    case 'left':
      return `${who} left`
    case 'role':
      return `${nameOf(event.userId)} is ${roles[event.role]} now`
    case 'renamed':
      return `${who} named the room “${event.name}”`
    case 'topic':
      return event.topic ? `${who} set the topic: ${event.topic}` : `${who} removed the topic`
    case 'archived':
      return `${who} archived the room`
    case 'unarchived':
      return `${who} opened the room again`
    default:
      return `${who} ${deeds[event.kind]} ${nameOf(event.userId)}`
  }
}

const deeds = {
  added: 'added',
  removed: 'removed',
  banned: 'banned',
  unbanned: 'lifted the ban on',
} satisfies Partial<Record<RoomEvent['kind'], string>>
