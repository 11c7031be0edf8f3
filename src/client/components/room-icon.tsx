/** Tells at a glance who can find a room. */
import { Hash, Lock, User } from 'lucide-react'
import type { RoomKind } from '@/contract/sync'

const icons = { public: Hash, private: Lock, direct: User } as const
const labels = { public: 'Public room', private: 'Private room', direct: 'Direct messages' } as const

interface RoomIconProps {
  kind: RoomKind
}

export function RoomIcon({ kind }: RoomIconProps) {
  const Icon = icons[kind]
  return (
    <Icon
      size={17}
      role="img"
      aria-label={labels[kind]}
      aria-hidden="false"
      className="shrink-0 text-muted"
    />
  )
}
