'use client'

/** Goes anywhere by a few letters: rooms, people, commands; and finds messages, in this browser and on the server. */
import { Command } from 'cmdk'
import { type LucideIcon, MessageSquareText, Pencil, Plus, Settings2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { goTo, roomPath, threadPath } from '@/client/hooks/use-current-room'
import { useFind } from '@/client/hooks/use-find'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useNames } from '@/client/hooks/use-names'
import { useFoundPeople } from '@/client/hooks/use-room-keeping'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
import type { MoreText } from '@/client/language/en/more-text'
import type { Text } from '@/client/language/en/text'
import type { ListedRoom } from '@/contract/rooms'
import type { FoundMessage } from '@/contract/search'
import { foldText } from '@/contract/search-query'
import type { RoomKind } from '@/contract/sync'
import { Avatar } from '../avatar'
import { RoomIcon } from '../room-icon'
import { FoundLine } from './found-line'
import { SwitcherDialog } from './switcher-dialog'

/** A room, with when its latest message was sent. */
interface SwitcherRoom {
  roomId: string
  name: string
  kind: RoomKind
  withUserId?: string | undefined
  preview?: { sentAt: string } | undefined
}

interface SwitcherProps {
  joined: readonly SwitcherRoom[]
  /** Rooms that one may join. */
  open: readonly ListedRoom[]
  /** Rejects when it did not work. */
  onDirect: (userId: string) => Promise<void>
  onAsk: (what: 'room' | 'name' | 'settings') => void
  onClose: () => void
}

/** So many of each kind are offered. */
const shown = 6

const item =
  'flex min-h-12 cursor-pointer items-center gap-3 rounded-xl px-3 text-start data-[selected=true]:bg-hover'
const group =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted'

export function Switcher({ joined, open, onDirect, onAsk, onClose }: SwitcherProps) {
  const words = useText()
  const { find, people: peopleWords } = useMoreText()
  const [text, setText] = useState('')
  const [picked, setPicked] = useState('')
  const wanted = text.trim()
  const { problem, run } = useSubmit()
  const found = useFind(wanted, joined)
  const messages = [...(found.here ?? []), ...found.there]
  const names = useNames(messages.map(({ senderId }) => senderId))
  const people = useFoundPeople(wanted)

  const fits = (name: string) => foldText(name).includes(foldText(wanted))
  const rooms = [...joined.toSorted(latestFirst), ...open].filter(({ name }) => fits(name)).slice(0, shown)
  const others = wanted === '' ? [] : (people ?? []).filter(({ name }) => fits(name)).slice(0, shown)
  const commands: { is: 'room' | 'name' | 'settings'; text: string; icon: LucideIcon }[] = [
    { is: 'room', text: words.rooms.newRoom, icon: Plus },
    { is: 'settings', text: words.rooms.settings, icon: Settings2 },
    { is: 'name', text: words.rooms.changeName, icon: Pencil },
  ]
  const offered = commands.filter((command) => fits(command.text))

  const values = [
    ...rooms.map(({ roomId }) => `room ${roomId}`),
    ...others.map(({ userId }) => `person ${userId}`),
    ...offered.map(({ is }) => `command ${is}`),
    ...messages.map(({ id }) => `message ${id}`),
    ...(found.more ? ['more'] : []),
  ]
  /** What was picked may be there no more, and then Enter must not do nothing. */
  const value = values.includes(picked) ? picked : (values[0] ?? '')

  function go(path: string) {
    onClose()
    goTo(path)
  }

  function line(message: FoundMessage): ReactNode {
    const { id, roomId, thread, seq, senderId } = message
    const room = joined.find((one) => one.roomId === roomId)?.name ?? message.roomName
    return (
      <Command.Item
        key={id}
        value={`message ${id}`}
        className={item}
        onSelect={() => go(thread ? threadPath(roomId, thread) : roomPath(roomId, seq))}
      >
        <span className="grid size-8 shrink-0 place-items-center text-muted">
          <MessageSquareText size={18} aria-hidden="true" />
        </span>
        <FoundLine message={message} room={room} author={names.get(senderId) ?? words.general.someone} />
      </Command.Item>
    )
  }

  return (
    <SwitcherDialog onClose={onClose}>
      <Command
        shouldFilter={false}
        loop
        label={words.rooms.find}
        value={value}
        onValueChange={setPicked}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={find.hint}
          className="min-h-14 w-full shrink-0 border-b border-line bg-transparent px-5 text-lg outline-none placeholder:text-muted"
        />
        <Command.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2">
          {rooms.length > 0 && (
            <Command.Group heading={words.rooms.label} className={group}>
              {rooms.map(({ roomId, name, kind, withUserId }: SwitcherRoom) => (
                <Command.Item
                  key={roomId}
                  value={`room ${roomId}`}
                  className={item}
                  onSelect={() => go(roomPath(roomId))}
                >
                  {withUserId === undefined ? (
                    <span className="grid size-8 shrink-0 place-items-center">
                      <RoomIcon kind={kind} />
                    </span>
                  ) : (
                    <Avatar userId={withUserId} name={name} />
                  )}
                  <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {others.length > 0 && (
            <Command.Group heading={peopleWords.label} className={group}>
              {others.map(({ userId, name }) => (
                <Command.Item
                  key={userId}
                  value={`person ${userId}`}
                  className={item}
                  onSelect={() => run(() => onDirect(userId).then(onClose))}
                >
                  <Avatar userId={userId} name={name} />
                  <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {offered.length > 0 && (
            <Command.Group heading={find.commands} className={group}>
              {offered.map(({ is, text, icon: Icon }) => (
                <Command.Item key={is} value={`command ${is}`} className={item} onSelect={() => onAsk(is)}>
                  <span className="grid size-8 shrink-0 place-items-center text-muted">
                    <Icon size={18} aria-hidden="true" />
                  </span>
                  {text}
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {found.here && found.here.length > 0 && (
            <Command.Group heading={find.here} className={group}>
              {found.here.map(line)}
            </Command.Group>
          )}
          {found.there.length > 0 && (
            <Command.Group heading={find.there} className={group}>
              {found.there.map(line)}
            </Command.Group>
          )}
          {found.more && (
            <Command.Item value="more" className={`${item} text-accent`} onSelect={found.more}>
              {find.older}
            </Command.Item>
          )}
        </Command.List>
        <p
          role="status"
          className="min-h-9 shrink-0 border-t border-line px-5 py-2 text-sm text-pretty text-muted"
        >
          {problem ?? tellOf(found, messages.length, { find, errors: words.errors })}
        </p>
      </Command>
    </SwitcherDialog>
  )
}

function tellOf(
  { here, server, more }: ReturnType<typeof useFind>,
  count: number,
  { find, errors }: Pick<MoreText, 'find'> & Pick<Text, 'errors'>,
): string {
  if (server.is === 'idle') return find.operators
  if (server.is === 'failed') return server.why === 'UNAVAILABLE' ? find.unreachable : errors[server.why]
  if (server.is === 'searching' || !here) return find.searching
  if (count === 0) return find.none
  return find.found(count, more !== undefined)
}

function latestFirst(left: SwitcherRoom, right: SwitcherRoom): number {
  const [before, behind] = [left.preview?.sentAt ?? '', right.preview?.sentAt ?? '']
  return before < behind ? 1 : before > behind ? -1 : 0
}
