'use client'

/** The head of a conversation: the way back, the room, what it is about and how many are in it, and all about it. */
import { ArrowLeft, Info } from 'lucide-react'
import { goTo } from '@/client/hooks/use-current-room'
import { useFormats, useText } from '@/client/hooks/use-text'
import type { RoomKind } from '@/contract/sync'
import { Button } from './button'
import { InAppLink } from './in-app-link'
import { RoomIcon } from './room-icon'

interface ChatHeaderProps {
  name: string
  kind: RoomKind | undefined
  isArchived: boolean
  /** Unknown until the server has told. */
  members: number | undefined
  topic: string | undefined
  /** The address with all about the room beside it, or without that; undefined while there is nothing to tell. */
  detailsPath: string | undefined
  hasDetails: boolean
}

export function ChatHeader({
  name,
  kind,
  isArchived,
  members,
  topic,
  detailsPath,
  hasDetails,
}: ChatHeaderProps) {
  const { room } = useText()
  const { number } = useFormats()
  return (
    <div className="flex min-h-16 shrink-0 items-center gap-1 border-b border-line px-2 wide:ps-5">
      <InAppLink
        href="/rooms"
        aria-label={room.back}
        className="grid size-11 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover wide:hidden"
      >
        <ArrowLeft size={20} aria-hidden="true" />
      </InAppLink>
      <div className="min-w-0 flex-1">
        <h1 className="flex items-center gap-1.5 leading-6 font-semibold">
          {kind !== undefined && <RoomIcon kind={kind} isArchived={isArchived} />}
          <bdi className="truncate">{name}</bdi>
        </h1>
        {members !== undefined && (
          <p className="truncate text-sm leading-5 text-muted">
            {kind === 'direct' ? room.betweenTwo : room.members({ count: members, shown: number(members) })}
            {topic !== undefined && topic !== '' && <bdi> · {topic}</bdi>}
          </p>
        )}
      </div>
      {detailsPath && (
        <Button
          kind="icon"
          aria-label={room.about}
          aria-expanded={hasDetails}
          onClick={() => goTo(detailsPath)}
        >
          <Info size={20} aria-hidden="true" />
        </Button>
      )}
    </div>
  )
}
