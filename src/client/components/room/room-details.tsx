'use client'

/** A room: what it is about, who is in it, and what the user may do there. */
import { ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useBans, useRoomKeeping, useRoomMembers } from '@/client/hooks/use-room-keeping'
import { useSubmit } from '@/client/hooks/use-submit'
import { useFormats, useText } from '@/client/hooks/use-text'
import { whyFailed } from '@/client/hooks/why-failed'
import type { MoreText } from '@/client/language/en/more-text'
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
  const text = useText()
  const { number } = useFormats()
  const { roomDetails, shared } = useMoreText()
  const { members, more, error } = useRoomMembers(room.roomId, room.head)
  const role = members?.find(({ userId }) => userId === me)?.role ?? 'member'
  const keeps = role !== 'member'
  /** What one may do here, or that it cannot be known. */
  const isKnown = members !== undefined || error !== null
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
          {text.room.about}
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
            label={roomDetails.addPeople}
            verb={roomDetails.add}
            without={new Set(members?.map(({ userId }) => userId))}
            busy={busy}
            onPick={({ userId }: Profile) => run(() => keeping.add(userId))}
          />
        )}
        {view === 'leave' && (
          <>
            <p className="text-pretty text-muted">{whatLeavingMeans(room, role, roomDetails)}</p>
            <Button kind="danger" onClick={onLeave} className="min-h-12">
              {roomDetails.leaveRoom}
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
      <RoomNotifications roomId={room.roomId} />
      {isKnown && (
        <ul>
          {keeps && !isDirect && (
            <SettingsRow onOpen={() => setView('name')}>{roomDetails.nameAndTopic}</SettingsRow>
          )}
          {mayAdd && <SettingsRow onOpen={() => setView('add')}>{roomDetails.addPeople}</SettingsRow>}
          {role === 'owner' && !isDirect && (
            <SettingsRow onOpen={() => run(() => keeping.archive(!isArchived))}>
              {isArchived ? roomDetails.openAgain : roomDetails.archive}
            </SettingsRow>
          )}
          {!isDirect && (
            <SettingsRow danger onOpen={() => setView('leave')}>
              {roomDetails.leave}
            </SettingsRow>
          )}
        </ul>
      )}
      <Problem text={problem} />
      {/* Another one once it is known: what comes above would move it. */}
      <section key={`${isKnown}`} aria-label={roomDetails.members}>
        <h3 className="mb-1 text-sm font-semibold text-muted">
          {members === undefined
            ? error
              ? whyFailed(error, text)
              : shared.asking
            : text.room.members({
                count: members.length,
                shown: `${number(members.length)}${more ? '+' : ''}`,
              })}
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
        <section aria-label={roomDetails.banned}>
          <h3 className="mb-1 text-sm font-semibold text-muted">{roomDetails.banned}</h3>
          <ul>
            {bans.map(({ userId, name }) => (
              <li key={userId} className="flex min-h-12 items-center gap-3">
                <span className="min-w-0 flex-1 truncate">
                  <bdi>{name}</bdi>
                </span>
                <Button
                  kind="quiet"
                  disabled={busy}
                  aria-label={roomDetails.liftBanOn(name)}
                  onClick={() => run(() => keeping.unban(userId))}
                >
                  {roomDetails.liftBan}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function whatLeavingMeans({ kind }: RoomHead, role: string, words: MoreText['roomDetails']): string {
  const back = kind === 'public' ? words.joinAgain : words.letInAgain
  return role === 'owner' ? `${back} ${words.goesTo}` : back
}

function Problem({ text }: { text: string | undefined }) {
  return (
    <p role="alert" className="text-sm text-pretty text-danger empty:hidden">
      {text}
    </p>
  )
}
