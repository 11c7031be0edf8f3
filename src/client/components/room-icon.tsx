/** Tells at a glance who can find a room, or that nobody writes in it any more. */

import { Archive, Hash, Lock, User } from 'lucide-react'
import { useText } from '@/client/hooks/use-text'
import type { RoomKind } from '@/contract/sync'

const icons = { public: Hash, private: Lock, direct: User } as const

interface RoomIconProps {
  kind: RoomKind
  isArchived?: boolean
}

export function RoomIcon({ kind, isArchived = false }: RoomIconProps) {
  const { room } = useText()
  const Icon = isArchived ? Archive : icons[kind]
  return (
    <Icon
      size={17}
      role="img"
      aria-label={isArchived ? room.archivedRoom : room.kinds[kind]}
      aria-hidden="false"
      className="shrink-0 text-muted"
    />
  )
}
