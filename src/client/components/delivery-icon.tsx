/** Where one's own message is, in one quiet mark. */

import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react'
import { useText } from '@/client/hooks/use-text'

const marks = {
  sent: { icon: Check },
  delivered: { icon: CheckCheck },
  read: { icon: CheckCheck },
  sending: { icon: Clock },
  waiting: { icon: Clock },
  failed: { icon: CircleAlert },
} as const

interface DeliveryIconProps {
  state: keyof typeof marks
}

export function DeliveryIcon({ state }: DeliveryIconProps) {
  const { icon: Icon } = marks[state]
  const { message } = useText()
  return (
    <Icon
      role="img"
      aria-label={message.delivery[state]}
      aria-hidden="false"
      size={14}
      // Not by the colour alone.
      strokeWidth={state === 'read' ? 3 : 2}
      className={`shrink-0 ${state === 'read' ? 'text-accent' : ''}`}
    />
  )
}
