'use client'

/** The left column, and on phones the first screen: rooms, a new one, who I am, and the settings. */
import { Pencil, Plus, Search, Settings2 } from 'lucide-react'
import { type ComponentProps, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { nextRoom } from '@/client/hooks/next-room'
import { goTo, roomPath } from '@/client/hooks/use-current-room'
import { useFirstStep } from '@/client/hooks/use-first-step'
import { useShortcuts } from '@/client/hooks/use-shortcuts'
import { useFormats, useText } from '@/client/hooks/use-text'
import { Avatar } from './avatar'
import { Button } from './button'
import { late } from './late'
import { RoomList } from './room-list'
import type { SidebarActions } from './sidebar-dialog'
import { Wordmark } from './wordmark'

const loadSwitcher = () => import('./switcher/switcher').then((it) => it.Switcher)
const Switcher = late(loadSwitcher)
/** What opens now and then is not loaded with the first page. */
const FirstRoomForm = late(() => import('./first-room-form').then((it) => it.FirstRoomForm))
const SidebarDialog = late(() => import('./sidebar-dialog').then((it) => it.SidebarDialog))

interface RoomSidebarProps extends ComponentProps<typeof RoomList>, SidebarActions {
  /** False until the rooms have come. */
  loaded: boolean
  /** Why the last thing asked for did not happen. */
  problem: string | undefined
  userId: string
  userName: string
}

export function RoomSidebar({
  loaded,
  problem,
  userId,
  userName,
  onCreate,
  onDirect,
  onRename,
  ...list
}: RoomSidebarProps) {
  const { rooms } = useText()
  const { byName } = useFormats()
  const [asking, setAsking] = useState<'room' | 'name' | 'settings' | 'anything' | 'shortcuts'>()
  const close = () => setAsking(undefined)
  const { joined, current } = list
  const handlers = useMemo(() => {
    const go = (step: 1 | -1, onlyNews: boolean) => () => {
      const roomId = nextRoom(joined, current, step, onlyNews, { byName, unnamed: rooms.yours })
      if (roomId !== undefined) goTo(roomPath(roomId))
    }
    return {
      switcher: () => setAsking('anything'),
      sheet: () => setAsking('shortcuts'),
      'next-room': go(1, false),
      'previous-room': go(-1, false),
      'next-unread': go(1, true),
      'previous-unread': go(-1, true),
    }
  }, [joined, current, byName, rooms])
  useShortcuts(handlers)
  useEffect(() => {
    // Whoever presses its keys goes on typing at once.
    const timer = setTimeout(() => void loadSwitcher().catch(() => {}), 1_000)
    return () => clearTimeout(timer)
  }, [])
  const nav = useRef<HTMLElement>(null)
  const isNew = loaded && joined.length === 0
  useFirstStep(nav, isNew && list.open.length > 0 && current === undefined)
  /** Beside a conversation, the page is about that. */
  const Title = list.current === undefined ? 'h1' : 'span'
  return (
    <>
      <div className="flex min-h-16 shrink-0 items-center gap-2.5 ps-5 pe-2">
        <Wordmark size={28} />
        <Title className="flex-1 text-lg font-semibold tracking-tight">Parley</Title>
        <button
          type="button"
          onClick={() => setAsking('room')}
          className="inline-flex min-h-11 items-center gap-1.5 rounded-xl px-3 text-sm font-medium text-accent hover:bg-hover"
        >
          <Plus size={17} aria-hidden="true" />
          {rooms.newRoom}
        </button>
      </div>
      <div className="shrink-0 px-2">
        <button
          type="button"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={() => setAsking('anything')}
          className="flex min-h-11 w-full items-center gap-2.5 rounded-xl border border-edge/60 bg-surface px-3 text-start text-sm text-muted hover:bg-hover"
        >
          <Search size={16} aria-hidden="true" />
          <span className="flex-1">{rooms.find}</span>
          <kbd className="font-sans text-xs pointer-coarse:hidden">{rooms.findKeys}</kbd>
        </button>
      </div>
      <nav
        ref={nav}
        aria-label={rooms.label}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pt-3 pb-6"
      >
        {problem !== undefined && (
          <p role="alert" className="mb-4 rounded-xl bg-danger-soft px-3 py-2 text-sm text-danger">
            {problem}
          </p>
        )}
        <RoomList {...list} />
        <Suspense>
          {isNew && list.open.length === 0 && (
            <FirstRoomForm onCreate={(name) => onCreate(name, 'public', undefined)} />
          )}
        </Suspense>
      </nav>
      <div className="flex shrink-0 items-center gap-1 border-t border-line p-2">
        <button
          type="button"
          onClick={() => setAsking('name')}
          className="group/name flex min-h-12 min-w-0 flex-1 items-center gap-2.5 rounded-xl px-3 text-start hover:bg-hover"
        >
          <Avatar userId={userId} name={userName} />
          <bdi className="min-w-0 flex-1 truncate font-medium">{userName}</bdi>
          <span className="sr-only">{rooms.changeNameHint}</span>
          <Pencil size={15} aria-hidden="true" className="text-muted" />
        </button>
        <Button
          kind="icon"
          aria-label={rooms.settings}
          onClick={() => setAsking('settings')}
          className="min-h-12"
        >
          <Settings2 size={18} aria-hidden="true" />
        </Button>
      </div>
      <Suspense>
        {asking === 'anything' && (
          <Switcher
            joined={list.joined}
            open={list.open}
            onDirect={onDirect}
            onAsk={setAsking}
            onClose={close}
          />
        )}
        {asking !== undefined && asking !== 'anything' && (
          <SidebarDialog
            asking={asking}
            userName={userName}
            here={joined.find(({ roomId }) => roomId === current)?.workspace?.id}
            onShortcuts={() => setAsking('shortcuts')}
            onClose={close}
            {...{ onCreate, onDirect, onRename }}
          />
        )}
      </Suspense>
    </>
  )
}
