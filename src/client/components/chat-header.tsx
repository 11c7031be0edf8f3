'use client'

/** The head of a conversation: the way back, the room, how many are in it, and leaving it. */
import { ArrowLeft, Ellipsis, LogOut } from 'lucide-react'
import type { RoomKind } from '@/contract/sync'
import { InAppLink } from './in-app-link'
import { Popover } from './popover'
import { PopoverItem } from './popover-item'
import { RoomIcon } from './room-icon'

interface ChatHeaderProps {
  name: string
  kind: RoomKind | undefined
  /** Unknown until the server has told. */
  members: { count: number; more: boolean } | undefined
  onLeave: () => void
}

export function ChatHeader({ name, kind, members, onLeave }: ChatHeaderProps) {
  return (
    <div className="flex min-h-16 shrink-0 items-center gap-1 border-b border-line px-2 wide:ps-5">
      <InAppLink
        href="/rooms"
        aria-label="Back to rooms"
        className="grid size-11 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover wide:hidden"
      >
        <ArrowLeft size={20} aria-hidden="true" />
      </InAppLink>
      <div className="min-w-0 flex-1">
        <h1 className="flex items-center gap-1.5 leading-6 font-semibold">
          {kind !== undefined && <RoomIcon kind={kind} />}
          <bdi className="truncate">{name}</bdi>
        </h1>
        {members !== undefined && (
          <p className="text-sm leading-5 text-muted">
            {members.count === 1 ? '1 member' : `${members.count}${members.more ? '+' : ''} members`}
          </p>
        )}
      </div>
      <Popover
        label="Room actions"
        align="end"
        icon={<Ellipsis size={20} aria-hidden="true" />}
        buttonClassName="grid size-11 place-items-center rounded-xl text-muted hover:bg-hover hover:text-ink"
      >
        {(close) => (
          <PopoverItem
            icon={LogOut}
            label="Leave room"
            onClick={() => {
              close()
              onLeave()
            }}
          />
        )}
      </Popover>
    </div>
  )
}
