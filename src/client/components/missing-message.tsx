/** What the server refused of a message that is not here: its text, to be copied or given up. */
import { useText } from '@/client/hooks/use-text'
import type { MissingItem } from '@/client/sync/view'
import type { MessageActions } from './message-actions'
import { RefusedNotice } from './refused-notice'

interface MissingMessageProps {
  item: MissingItem
  actions: MessageActions
}

export function MissingMessage({ item, actions }: MissingMessageProps) {
  const { general } = useText()
  return (
    <li data-message-id={item.id} className="mt-4 flex flex-col items-end px-3">
      <span className="sr-only">{general.you}</span>
      {item.refused.map((change) => (
        <RefusedNotice key={change.id} item={item} change={change} own actions={actions} />
      ))}
    </li>
  )
}
