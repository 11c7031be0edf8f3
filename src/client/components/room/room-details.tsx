'use client'

/** A room: what it is about, who is in it, and what the user may do there. */
import { ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { useBans, useRoomKeeping, useRoomMembers } from '@/client/hooks/use-room-keeping'
import { useSubmit } from '@/client/hooks/use-submit'
import { whyFailed } from '@/client/hooks/why-failed'
import type { Profile } from '@/contract/rooms'
import type { RoomHead } from '@/contract/sync'
import { Button } from '../button'
import { SettingsRow } from '../settings-row'
import { TextButton } from '../text-button'
import { MemberRow } from './member-row'
import { PersonPicker } from './person-picker'
import { RoomNameForm } from './room-name-form'
import { RoomNotifications } from './room-notifications'

interface RoomDetailsProps {
  room: RoomHead
  me: string
  onLeave: () => void
}

type View = 'name' | 'add' | 'leave'

export function RoomDetails({ room, me, onLeave }: RoomDetailsProps) {
  const { members, more, error } = useRoomMembers(room.roomId, room.head)
  const role = members?.find(({ userId }) => userId === me)?.role ?? 'member'
  const keeps = role !== 'member'
  const bans = useBans(room.roomId, keeps)
  const keeping = useRoomKeeping(room.roomId)
  const { busy, problem, run } = useSubmit()
  const [view, setView] = useState<View>()
  const back = () => setView(undefined)
  const isDirect = room.kind === 'direct'
  const isArchived = room.archived === true
  const mayAdd = !isDirect && !isArchived && (keeps || room.kind === 'public')

  if (view !== undefined) {
    return (
      <div className="flex flex-col gap-3">
        <TextButton onClick={back} className="-mt-2 -ms-1 inline-flex items-center">
          <ChevronLeft size={18} aria-hidden="true" />
          About this room
        </TextButton>
        {view === 'name' && (
          <RoomNameForm
            name={room.name}
            topic={room.topic ?? ''}
            onSave={(input) => keeping.rename(input).then(back)}
          />
        )}
        {view === 'add' && (
          <PersonPicker
            label="Add people"
            verb="Add"
            without={new Set(members?.map(({ userId }) => userId))}
            busy={busy}
            onPick={({ userId }: Profile) => run(() => keeping.add(userId))}
          />
        )}
        {view === 'leave' && (
          <>
            <p className="text-pretty text-muted">{whatLeavingMeans(room, role)}</p>
            <Button kind="danger" onClick={onLeave} className="min-h-12">
              Leave room
            </Button>
          </>
        )}
        <Problem text={problem} />
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      {room.topic !== undefined && room.topic !== '' && (
        <p className="text-pretty break-words text-muted">
          <bdi>{room.topic}</bdi>
        </p>
      )}
      <ul>
        {keeps && !isDirect && <SettingsRow onOpen={() => setView('name')}>Name and topic</SettingsRow>}
        {mayAdd && <SettingsRow onOpen={() => setView('add')}>Add people</SettingsRow>}
        {role === 'owner' && !isDirect && (
          <SettingsRow onOpen={() => run(() => keeping.archive(!isArchived))}>
            {isArchived ? 'Open it again' : 'Archive'}
          </SettingsRow>
        )}
        {!isDirect && (
          <SettingsRow danger onOpen={() => setView('leave')}>
            Leave
          </SettingsRow>
        )}
      </ul>
      <Problem text={problem} />
      <RoomNotifications roomId={room.roomId} />
      <section aria-label="Members">
        <h3 className="mb-1 text-sm font-semibold text-muted">
          {members === undefined
            ? error
              ? whyFailed(error)
              : 'Asking…'
            : `${members.length}${more ? '+' : ''} ${members.length === 1 ? 'member' : 'members'}`}
        </h3>
        <ul>
          {members?.map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              me={me}
              role={isDirect ? 'member' : role}
              keeping={keeping}
              run={run}
            />
          ))}
        </ul>
      </section>
      {bans.length > 0 && (
        <section aria-label="Banned">
          <h3 className="mb-1 text-sm font-semibold text-muted">Banned</h3>
          <ul>
            {bans.map(({ userId, name }) => (
              <li key={userId} className="flex min-h-12 items-center gap-3">
                <span className="min-w-0 flex-1 truncate">
                  <bdi>{name}</bdi>
                </span>
                <Button
                  kind="quiet"
                  disabled={busy}
                  aria-label={`Lift the ban on ${name}`}
                  onClick={() => run(() => keeping.unban(userId))}
                >
                  Lift ban
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function whatLeavingMeans({ kind }: RoomHead, role: string): string {
  const back =
    kind === 'public' ? 'You can join again at any time.' : 'Only its members can let you in again.'
  return role === 'owner'
    ? `${back} The room goes to whoever has been an admin, or in it, for longest.`
    : back
}

function Problem({ text }: { text: string | undefined }) {
  return (
    <p role="alert" className="text-sm text-pretty text-danger empty:hidden">
      {text}
    </p>
  )
}
