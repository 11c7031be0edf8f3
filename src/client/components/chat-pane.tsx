'use client'

/** A room's conversation on props alone: banner, messages or why there are none, and the composer. */
import { MessagesSquare } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useChatScroll } from '@/client/hooks/use-chat-scroll'
import { useCompletionSources } from '@/client/hooks/use-completion-sources'
import { goTo as goToPath, roomPath, threadPath } from '@/client/hooks/use-current-room'
import type { Draft } from '@/client/hooks/use-draft'
import { useReading } from '@/client/hooks/use-reading'
import { useText } from '@/client/hooks/use-text'
import { useWriting } from '@/client/hooks/use-writing'
import { quotedIn } from '@/client/sync/quoted'
import type { MessageItem, RoomActions, RoomView } from '@/client/sync/view'
import type { RoomHead } from '@/contract/sync'
import { AnsweredMessage } from './answered-message'
import { ArrivalAnnouncer } from './arrival-announcer'
import { Composer } from './composer'
import { ConnectionBanner } from './connection-banner'
import { MessageList } from './message-list'
import { PaneMessage } from './pane-message'
import { TypingLine } from './typing-line'

interface ChatPaneProps extends Draft {
  chat: RoomView & RoomActions
  roomId: string
  /** How far this person has read; undefined until that is known. */
  lastRead: number | undefined
  /** The position of the message that the address names. */
  linked: number | undefined
  threadNews: RoomHead['threads']
  roomName: string
  me: string
  names: ReadonlyMap<string, string>
  /** Between two people: its name is the other one's. */
  isDirect: boolean
  /** The reader has just come into it, to write. */
  isNew: boolean
  /** Nothing new can be written. */
  isArchived: boolean
  onSignIn: () => void
}

export function ChatPane({
  chat,
  roomId,
  lastRead,
  linked,
  threadNews,
  roomName,
  me,
  names,
  draft,
  onDraft,
  elsewhere,
  answering,
  onAnswer,
  isDirect,
  isNew,
  isArchived,
  onSignIn,
}: ChatPaneProps) {
  const { composer, general, room } = useText()
  const { items, loaded, hasOlder, gaps, loadNewer, loadBetween, markRead } = chat
  const { edit, remove, react, retry, discard } = chat
  const scroll = useChatScroll({ ...chat, me })
  const nameOf = useCallback((userId: string) => names.get(userId) ?? general.someone, [names, general])
  const { goTo } = scroll
  const reading = useReading({
    ...{ items, hasOlder, gaps, me, linked, scroll, markRead, markUnread: chat.markUnread },
    ...{ isReady: loaded && lastRead !== undefined, lastRead: lastRead ?? 0 },
  })
  const { markUnread } = reading
  const { pane, reply, edited, editAsked, editLatest } = useWriting(items, me, onAnswer)
  const sources = useCompletionSources()
  const actions = useMemo(
    () => ({
      ...{ edit, remove, react, retry, discard, edited, markUnread, loadNewer, loadBetween },
      goTo: (id: string) => goTo({ id }),
      linkTo: ({ seq }: MessageItem) => `${window.location.origin}${roomPath(roomId, seq)}`,
      openThread: (id: string) => goToPath(threadPath(roomId, id)),
      ...(isArchived ? {} : { reply }),
    }),
    [
      edit,
      remove,
      react,
      retry,
      discard,
      edited,
      markUnread,
      loadNewer,
      loadBetween,
      goTo,
      reply,
      roomId,
      isArchived,
    ],
  )

  async function send(content: string) {
    const taken = await chat.send(content, { replyTo: answering })
    if (taken) {
      onAnswer(undefined)
      reading.wrote()
      scroll.jumpToLatest()
    }
    return taken
  }

  return (
    <div ref={pane} className="flex min-h-0 flex-1 flex-col">
      <ConnectionBanner status={chat.connection} onSignIn={onSignIn} />
      <MessageList
        {...{ items, me, nameOf, actions, scroll }}
        firstNew={reading.firstNew}
        goToFirstNew={reading.goToFirstNew}
        threads={chat.threads}
        editAsked={editAsked}
        threadNews={threadNews}
        beginning={room.begins}
      >
        {loaded ? <EmptyRoom roomName={roomName} isDirect={isDirect} /> : <LoadingRoom />}
      </MessageList>
      <TypingLine roomId={roomId} />
      <ArrivalAnnouncer items={items} loaded={loaded} me={me} names={names} />
      {isArchived ? (
        <p role="status" className="border-t border-line px-4 py-4 text-center text-sm text-muted">
          {room.archived}
        </p>
      ) : (
        <Composer
          placeholder={composer.placeholder(roomName)}
          draft={draft}
          onDraft={onDraft}
          elsewhere={elsewhere}
          onSend={send}
          quote={
            answering !== undefined && (
              <AnsweredMessage
                quoted={quotedIn(items, answering, items.length)}
                nameOf={nameOf}
                onCancel={() => onAnswer(undefined)}
              />
            )
          }
          onEscape={answering === undefined ? undefined : () => onAnswer(undefined)}
          onUp={editLatest}
          takesFocus={isNew}
          sources={sources}
        />
      )}
    </div>
  )
}

function EmptyRoom({ roomName, isDirect }: { roomName: string; isDirect: boolean }) {
  const { room } = useText()
  return (
    <PaneMessage icon={MessagesSquare} title={room.empty}>
      {isDirect ? room.sayFirstTo(roomName) : room.sayFirst(roomName)}
    </PaneMessage>
  )
}

/** Grey shapes where the messages will be. */
function LoadingRoom() {
  const { room } = useText()
  return (
    <div role="status" aria-label={room.loading} className="px-3">
      {['w-56', 'w-72', 'w-40'].map((width) => (
        <div key={width} className="mt-4 flex animate-pulse items-end gap-2">
          <span className="size-8 rounded-full bg-bubble" />
          <span className={`h-10 rounded-2xl bg-bubble ${width}`} />
        </div>
      ))}
    </div>
  )
}
