/** What happened in the room itself, in one quiet line. */
import { useText } from '@/client/hooks/use-text'
import type { Text } from '@/client/language/en/text'
import type { EventItem } from '@/client/sync/view'

interface RoomEventLineProps {
  item: EventItem
  nameOf: (userId: string) => string
}

export function RoomEventLine({ item, nameOf }: RoomEventLineProps) {
  const { general, roomEvents } = useText()
  const sentence = sentenceOf(item, nameOf, roomEvents)
  return (
    <li data-message-id={item.id} className="my-3 px-3 text-center text-sm text-balance text-muted">
      {/* With other names it is drawn anew: as it is centred, all of it would move. */}
      <span key={sentence} className={sentence.includes(general.someone) ? 'appear-late' : undefined}>
        {sentence}
      </span>
    </li>
  )
}

function sentenceOf(
  { event, senderId }: EventItem,
  nameOf: (userId: string) => string,
  events: Text['roomEvents'],
): string {
  const who = nameOf(senderId)
  switch (event.kind) {
    case 'role':
      return events.role[event.role](nameOf(event.userId))
    case 'renamed':
      return events.renamed(who, event.name)
    case 'topic':
      return event.topic ? events.topic(who, event.topic) : events.noTopic(who)
    default:
      return events[event.kind]({ who, whom: 'userId' in event ? nameOf(event.userId) : '' })
  }
}
