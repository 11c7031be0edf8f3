'use client'

/** One member of a room, and what the user may do about them. */
import { Crown, Ellipsis, ShieldBan, ShieldCheck, ShieldOff, UserMinus } from 'lucide-react'
import { useMoreText } from '@/client/hooks/use-more-text'
import type { RoomKeeping } from '@/client/hooks/use-room-keeping'
import type { Member } from '@/contract/rooms'
import { Avatar } from '../avatar'
import { HereDot } from '../here-dot'
import { Popover } from '../popover'
import { PopoverItem } from '../popover-item'

interface MemberRowProps {
  member: Member
  me: string
  /** The user's own role. */
  role: Member['role']
  keeping: RoomKeeping
  run: (attempt: () => Promise<void>) => void
}

export function MemberRow({ member, me, role, keeping, run }: MemberRowProps) {
  const { people, roomDetails } = useMoreText()
  const { userId, name } = member
  const isMe = userId === me
  const isAbove = !isMe && (role === 'owner' || (role === 'admin' && member.role === 'member'))
  return (
    <li className="flex min-h-12 items-center gap-3">
      <span className="relative">
        <Avatar userId={userId} name={name} />
        <HereDot userId={userId} />
      </span>
      <span className="min-w-0 flex-1 truncate">
        <bdi className="font-medium">{name}</bdi>
        {isMe && <span className="text-muted">{people.ofYourself}</span>}
      </span>
      {member.role !== 'member' && (
        <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-medium text-accent">
          {people.roles[member.role]}
        </span>
      )}
      {isAbove && (
        <Popover
          label={people.actOn(name)}
          align="end"
          icon={<Ellipsis size={18} aria-hidden="true" />}
          buttonClassName="grid size-11 place-items-center rounded-xl text-muted hover:bg-hover hover:text-ink"
        >
          {(close) => {
            const item = (attempt: () => Promise<void>) => () => {
              close()
              run(attempt)
            }
            return (
              <>
                {role === 'owner' && (
                  <>
                    <PopoverItem
                      icon={member.role === 'admin' ? ShieldOff : ShieldCheck}
                      label={member.role === 'admin' ? people.takeAdminAway : people.makeAdmin}
                      onClick={item(() =>
                        keeping.setRole(userId, member.role === 'admin' ? 'member' : 'admin'),
                      )}
                    />
                    <PopoverItem
                      icon={Crown}
                      label={roomDetails.handOver}
                      onClick={item(() => keeping.setRole(userId, 'owner'))}
                    />
                  </>
                )}
                <PopoverItem
                  icon={UserMinus}
                  label={people.remove}
                  onClick={item(() => keeping.remove(userId))}
                />
                <PopoverItem
                  icon={ShieldBan}
                  danger
                  label={roomDetails.ban}
                  onClick={item(() => keeping.ban(userId))}
                />
              </>
            )
          }}
        </Popover>
      )}
    </li>
  )
}
