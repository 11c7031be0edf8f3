'use client'

/** A thread beside its conversation: the message that it begins with, the answers, and a place to write one. */
import { Bell, BellOff } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { mostOlderPages, useChatScroll } from '@/client/hooks/use-chat-scroll'
import { useCompletionSources } from '@/client/hooks/use-completion-sources'
import { roomPath, threadPath } from '@/client/hooks/use-current-room'
import { useDraft } from '@/client/hooks/use-draft'
import { useMoreText } from '@/client/hooks/use-more-text'
import { firstAfter } from '@/client/hooks/use-reading'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
import { useThreadFollowing } from '@/client/hooks/use-thread'
import { useWriting } from '@/client/hooks/use-writing'
import { quotedIn } from '@/client/sync/quoted'
import type { ChatItem, RoomActions, RoomView } from '@/client/sync/view'
import { AnsweredMessage } from '../answered-message'
import { ArrivalAnnouncer } from '../arrival-announcer'
import { Button } from '../button'
import { Composer } from '../composer'
import { MessageList } from '../message-list'
import { SidePanel } from '../side-panel'

interface ThreadPaneProps {
  chat: RoomView & RoomActions
  roomId: string
  threadId: string
  /** How far it was read when something was new in it. */
  lastRead: number | undefined
  me: string
  names: ReadonlyMap<string, string>
  isArchived: boolean
}

const none: readonly ChatItem[] = []

export function ThreadPane({ chat, roomId, threadId, lastRead, me, names, isArchived }: ThreadPaneProps) {
  const { general } = useText()
  const { thread } = useMoreText()
  const { edit, remove, react, retry, discard, loadOlder, markThreadRead, hasOlder, loaded } = chat
  const root = useMemo(() => chat.items.findLast(({ id }) => id === threadId), [chat.items, threadId])
  const answers = chat.threads.get(threadId) ?? none
  const items = useMemo(() => (root ? [root, ...answers] : none), [root, answers])
  const scroll = useChatScroll({ items, me, hasOlder: false, loadOlder })
  const { draft, onDraft, elsewhere, answering, onAnswer } = useDraft(threadId)
  const following = useThreadFollowing(
    roomId,
    threadId,
    answers.filter(({ kind }) => kind === 'message').length,
  )
  const { problem, run } = useSubmit()
  const nameOf = useCallback((userId: string) => names.get(userId) ?? general.someone, [names, general])
  const isMissing = useOlderUntil(root !== undefined, {
    loaded,
    hasOlder,
    loadOlder,
    count: chat.items.length,
  })
  const firstNew = useFirstNew(answers, lastRead, me)
  const newest = answers.length
  const { goTo, atEnd } = scroll

  useEffect(() => {
    const read = () => {
      if (newest > 0 && atEnd && document.visibilityState === 'visible') markThreadRead(threadId)
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [newest, atEnd, markThreadRead, threadId])

  const { pane, reply, edited, editAsked, editLatest } = useWriting(items, me, onAnswer)
  const sources = useCompletionSources()
  const actions = useMemo(
    () => ({
      ...{ edit, remove, react, retry, discard, edited },
      goTo: (id: string) => goTo({ id }),
      linkTo: () => `${window.location.origin}${threadPath(roomId, threadId)}`,
      ...(isArchived ? {} : { reply }),
    }),
    [edit, remove, react, retry, discard, edited, goTo, reply, roomId, threadId, isArchived],
  )

  async function send(content: string) {
    const taken = await chat.send(content, { replyTo: answering, thread: threadId })
    if (taken) {
      onAnswer(undefined)
      scroll.jumpToLatest()
    }
    return taken
  }

  const { follows } = following
  return (
    <SidePanel
      title={thread.title}
      closedPath={roomPath(roomId)}
      action={
        follows !== undefined && (
          <Button kind="quiet" aria-pressed={follows} onClick={() => run(() => following.follow(!follows))}>
            {follows ? <Bell size={17} aria-hidden="true" /> : <BellOff size={17} aria-hidden="true" />}
            {follows ? thread.following : thread.follow}
          </Button>
        )
      }
    >
      <div ref={pane} className="flex min-h-0 flex-1 flex-col">
        <p role="alert" className="px-5 pt-2 text-sm text-danger empty:hidden">
          {problem}
        </p>
        <MessageList
          {...{ items, me, nameOf, actions, scroll, firstNew }}
          label={thread.title}
          editAsked={editAsked}
          goToFirstNew={undefined}
        >
          <p role="status" className="p-6 text-center text-muted">
            {isMissing ? thread.notFound : thread.looking}
          </p>
        </MessageList>
        <ArrivalAnnouncer items={answers} loaded={loaded} me={me} names={names} />
        {!isArchived && root !== undefined && (
          <Composer
            key={threadId}
            placeholder={thread.placeholder}
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
            sources={sources}
          />
        )}
      </div>
    </SidePanel>
  )
}

/** Fetches older pages until something is there. Answers whether it is nowhere. */
function useOlderUntil(
  isThere: boolean,
  room: { loaded: boolean; hasOlder: boolean; loadOlder: () => void; count: number },
): boolean {
  const { loaded, hasOlder, loadOlder, count } = room
  const pages = useRef(0)
  const seeks = loaded && !isThere && hasOlder && pages.current < mostOlderPages
  useEffect(() => {
    if (!seeks || count < 0) return
    pages.current++
    loadOlder()
  }, [seeks, loadOlder, count])
  return loaded && !isThere && !seeks
}

/** The first answer that was new when the thread was opened. */
function useFirstNew(
  answers: readonly ChatItem[],
  lastRead: number | undefined,
  me: string,
): string | undefined {
  const [newAfter] = useState(lastRead)
  return newAfter === undefined ? undefined : firstAfter(answers, newAfter, me)?.id
}
