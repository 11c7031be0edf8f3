/** Where one's own message is, in one quiet mark. */
import { Check, CircleAlert, Clock } from 'lucide-react'

const marks = {
  sent: { icon: Check, label: 'Sent' },
  sending: { icon: Clock, label: 'Sending' },
  waiting: { icon: Clock, label: 'Waiting to be sent' },
  failed: { icon: CircleAlert, label: 'Not sent' },
} as const

interface DeliveryIconProps {
  state: keyof typeof marks
}

export function DeliveryIcon({ state }: DeliveryIconProps) {
  const { icon: Icon, label } = marks[state]
  return <Icon role="img" aria-label={label} aria-hidden="false" size={14} className="shrink-0" />
}
