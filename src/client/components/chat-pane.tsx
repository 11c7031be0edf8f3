'use client'

/** A room's conversation on props alone: banner, messages or why there are none, and the composer. */
import { MessagesSquare } from 'lucide-react'
import { useCallback, useEffect, useMemo } from 'react'
import { newestSeq, useChatScroll } from '@/client/hooks/use-chat-scroll'
import type { RoomActions, RoomView } from '@/client/sync/view'
import { ArrivalAnnouncer } from './arrival-announcer'
import { Composer } from './composer'
import { ConnectionBanner } from './connection-banner'
import { MessageList } from './message-list'
import { PaneMessage } from './pane-message'

interface ChatPaneProps {
  chat: RoomView & RoomActions
  roomName: string
  me: string
  names: ReadonlyMap<string, string>
  draft: string | undefined
  onDraft: (text: string) => void
  /** Between two people: its name is the other one's. */
  isDirect: boolean
  /** Nothing new can be written. */
  isArchived: boolean
  onSignIn: () => void
}

export function ChatPane({
  chat,
  roomName,
  me,
  names,
  draft,
  onDraft,
  isDirect,
  isArchived,
  onSignIn,
}: ChatPaneProps) {
  const { items, loaded, hasOlder, loadOlder, markRead, edit, remove, react, retry, discard } = chat
  const scroll = useChatScroll({ items, me, hasOlder, loadOlder })
  const nameOf = useCallback((userId: string) => names.get(userId) ?? 'Someone', [names])
  const actions = useMemo(
    () => ({ edit, remove, react, retry, discard }),
    [edit, remove, react, retry, discard],
  )
  const newest = newestSeq(items)

  useEffect(() => {
    const read = () => {
      if (newest > 0 && scroll.atEnd && document.visibilityState === 'visible') markRead()
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [newest, scroll.atEnd, markRead])

  async function send(content: string) {
    const taken = await chat.send(content)
    if (taken) scroll.jumpToLatest()
    return taken
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ConnectionBanner status={chat.connection} onSignIn={onSignIn} />
      <MessageList items={items} me={me} nameOf={nameOf} actions={actions} scroll={scroll}>
        {loaded ? <EmptyRoom roomName={roomName} isDirect={isDirect} /> : <LoadingRoom />}
      </MessageList>
      <ArrivalAnnouncer items={items} loaded={loaded} me={me} names={names} />
      {isArchived ? (
        <p role="status" className="border-t border-line px-4 py-4 text-center text-sm text-muted">
          This room has been archived: it can be read, and nothing new can be written.
        </p>
      ) : (
        <Composer placeholder={`Message ${roomName}`} draft={draft} onDraft={onDraft} onSend={send} />
      )}
    </div>
  )
}

function EmptyRoom({ roomName, isDirect }: { roomName: string; isDirect: boolean }) {
  return (
    <PaneMessage icon={MessagesSquare} title="No messages yet">
      {isDirect
        ? `Say the first thing to ${roomName}. It stays between the two of you.`
        : `Say the first thing in ${roomName}. It stays here for everybody who joins.`}
    </PaneMessage>
  )
}

/** Grey shapes where the messages will be. */
function LoadingRoom() {
  return (
    <div role="status" aria-label="Loading messages" className="px-3">
      {['w-56', 'w-72', 'w-40'].map((width) => (
        <div key={width} className="mt-4 flex animate-pulse items-end gap-2">
          <span className="size-8 rounded-full bg-bubble" />
          <span className={`h-10 rounded-2xl bg-bubble ${width}`} />
        </div>
      ))}
    </div>
  )
}
