/** Where one's own message is, in one quiet mark. */
import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react'

const marks = {
  sent: { icon: Check, label: 'Sent' },
  delivered: { icon: CheckCheck, label: 'Delivered' },
  read: { icon: CheckCheck, label: 'Read' },
  sending: { icon: Clock, label: 'Sending' },
  waiting: { icon: Clock, label: 'Waiting to be sent' },
  failed: { icon: CircleAlert, label: 'Not sent' },
} as const

interface DeliveryIconProps {
  state: keyof typeof marks
}

export function DeliveryIcon({ state }: DeliveryIconProps) {
  const { icon: Icon, label } = marks[state]
  return (
    <Icon
      role="img"
      aria-label={label}
      aria-hidden="false"
      size={14}
      // Not by the colour alone.
      strokeWidth={state === 'read' ? 3 : 2}
      className={`shrink-0 ${state === 'read' ? 'text-accent' : ''}`}
    />
  )
}
