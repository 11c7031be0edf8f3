/** Tells at a glance who can find a room. */

import { Hash, Lock, User } from 'lucide-react'
import { useText } from '@/client/hooks/use-text'
import type { RoomKind } from '@/contract/sync'

const icons = { public: Hash, private: Lock, direct: User } as const

interface RoomIconProps {
  kind: RoomKind
}

export function RoomIcon({ kind }: RoomIconProps) {
  const { room } = useText()
  const Icon = icons[kind]
  return (
    <Icon
      size={17}
      role="img"
      aria-label={room.kinds[kind]}
      aria-hidden="false"
      className="shrink-0 text-muted"
    />
  )
}
