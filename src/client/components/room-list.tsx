/** My rooms with what is unread in them, and the open rooms one may join. */

import type { ReactNode } from 'react'
import type { JoinedRoom } from '@/client/hooks/use-rooms'
import { useFormats, useText } from '@/client/hooks/use-text'
import type { ListedRoom } from '@/contract/rooms'
import type { RoomHead } from '@/contract/sync'
import { RoomIcon } from './room-icon'
import { RoomLine, type RoomLineProps } from './room-line'

type ShownRoom = RoomLineProps['room'] & Pick<JoinedRoom, 'workspace'>

interface RoomListProps {
  joined: readonly ShownRoom[]
  open: readonly ListedRoom[]
  current: string | undefined
  /** What is being written, by room. */
  drafts: ReadonlyMap<string, string>
  onJoin: (roomId: string) => void
}

export function RoomList({ joined, open, ...rest }: RoomListProps) {
  const text = useText()
  const { byName } = useFormats()
  const workspaces = workspacesOf([...joined, ...open], text.rooms.yours).toSorted((a, b) =>
    byName(a.name, b.name),
  )
  return (
    <div className="flex flex-col gap-6">
      {workspaces.length < 2 ? (
        <Lists headed={false} joined={joined} open={open} {...rest} />
      ) : (
        workspaces.map(({ id, name }) => (
          <section key={id ?? name} aria-label={name} className="flex flex-col gap-2">
            <h2 className="truncate px-3 text-sm font-semibold">
              <bdi>{name}</bdi>
            </h2>
            <Lists
              headed
              joined={joined.filter(({ workspace }) => workspace?.id === id)}
              open={open.filter(({ workspace }) => workspace.id === id)}
              {...rest}
            />
          </section>
        ))
      )}
    </div>
  )
}

/** A room that does not say whose it is, as an older version has kept it, is of one without a name. */
function workspacesOf(rooms: readonly Pick<RoomHead, 'workspace'>[], unnamed: string) {
  const found = new Map(rooms.map(({ workspace }) => [workspace?.id, workspace?.name ?? unnamed]))
  return [...found].map(([id, name]) => ({ id, name }))
}

/** @param headed the name of the workspace stands above, which says enough */
function Lists({ headed, joined, open, current, drafts, onJoin }: RoomListProps & { headed: boolean }) {
  const { rooms } = useText()
  const level = headed ? 'h3' : 'h2'
  return (
    <>
      <Section title={rooms.yours} level={level} isQuiet={headed}>
        {joined.map((room) => (
          <li key={room.roomId}>
            <RoomLine
              room={room}
              isCurrent={room.roomId === current}
              draft={room.roomId === current ? undefined : drafts.get(room.roomId)}
            />
          </li>
        ))}
      </Section>
      <Section title={rooms.openToJoin} level={level}>
        {open.map((room) => (
          <li key={room.roomId} className="flex min-h-11 items-center gap-2.5 rounded-xl ps-3">
            <RoomIcon kind={room.kind} />
            <span className="min-w-0 flex-1 truncate text-muted">
              <bdi>{room.name}</bdi>
            </span>
            <button
              type="button"
              aria-label={rooms.joinNamed(room.name)}
              onClick={() => onJoin(room.roomId)}
              className="min-h-11 rounded-xl px-3 text-sm font-medium text-accent hover:bg-hover"
            >
              {rooms.join}
            </button>
          </li>
        ))}
      </Section>
    </>
  )
}

interface SectionProps {
  title: string
  level: 'h2' | 'h3'
  /** Its title is only read out. */
  isQuiet?: boolean
  children: ReactNode[]
}

function Section({ title, level: Heading, isQuiet = false, children }: SectionProps) {
  if (children.length === 0) return null
  return (
    <section aria-label={title}>
      <Heading className={isQuiet ? 'sr-only' : 'px-3 pb-1.5 text-xs font-semibold text-muted'}>
        {title}
      </Heading>
      <ul className="flex flex-col gap-0.5">{children}</ul>
    </section>
  )
}
