'use client'

/** A thread beside its conversation: the message that it begins with, the answers, and a place to write one. */
import { Bell, BellOff } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useChatScroll } from '@/client/hooks/use-chat-scroll'
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
import type { ChatItem, GapBetween, RoomActions, RoomView, Sought } from '@/client/sync/view'
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
  const { edit, remove, react, retry, discard, loadOlder, loadAround, loadBetween, markThreadRead, loaded } =
    chat
  const root = useMemo(() => chat.items.findLast(({ id }) => id === threadId), [chat.items, threadId])
  const answers = chat.threads.get(threadId) ?? none
  // What is missing of the room may be an answer, if it comes after the first message.
  const gaps = useMemo(() => chat.gaps.filter((gap) => root && isBefore(root, gap)), [chat.gaps, root])
  const items = useMemo(() => (root ? [root, ...withGaps(answers, gaps)] : none), [root, answers, gaps])
  const loadInThread = (sought: Sought) => loadAround(sought, threadId)
  const scroll = useChatScroll({
    items,
    me,
    hasOlder: false,
    gaps,
    loadOlder,
    loadAround: loadInThread,
    loadBetween,
  })
  const { draft, onDraft, elsewhere, answering, onAnswer } = useDraft(threadId)
  const following = useThreadFollowing(
    roomId,
    threadId,
    answers.filter(({ kind }) => kind === 'message').length,
  )
  const { problem, run } = useSubmit()
  const nameOf = useCallback((userId: string) => names.get(userId) ?? general.someone, [names, general])
  const isMissing = useSearch(threadId, loaded && root === undefined, loadAround)
  const firstNew = useFirstNew(answers, lastRead, me)
  const newest = answers.length
  const isWhole = gaps.length === 0
  const { goTo, atEnd } = scroll

  useEffect(() => {
    const read = () => {
      if (newest > 0 && atEnd && isWhole && document.visibilityState === 'visible') markThreadRead(threadId)
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [newest, atEnd, isWhole, markThreadRead, threadId])

  const { pane, reply, edited, editAsked, editLatest } = useWriting(items, me, onAnswer)
  const sources = useCompletionSources()
  const actions = useMemo(
    () => ({
      ...{ edit, remove, react, retry, discard, edited, loadBetween },
      goTo: (id: string) => goTo({ id }),
      linkTo: () => `${window.location.origin}${threadPath(roomId, threadId)}`,
      ...(isArchived ? {} : { reply }),
    }),
    [edit, remove, react, retry, discard, edited, loadBetween, goTo, reply, roomId, threadId, isArchived],
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

function isBefore(item: ChatItem, { between }: GapBetween): boolean {
  return 'seq' in item && item.seq < between.from
}

function withGaps(answers: readonly ChatItem[], gaps: readonly GapBetween[]): readonly ChatItem[] {
  const items = [...answers]
  // From the last one on: those before it keep their places.
  for (const gap of gaps.toReversed()) {
    const index = answers.findIndex((answer) => !isBefore(answer, gap))
    items.splice(index < 0 ? answers.length : index, 0, gap)
  }
  return items
}

/** Has the first message of a thread fetched while it is not here. Answers whether it is nowhere. */
function useSearch(threadId: string, seeks: boolean, loadAround: RoomActions['loadAround']): boolean {
  const [missing, setMissing] = useState<string>()
  useEffect(() => {
    if (!seeks) return
    let isCurrent = true
    void loadAround({ id: threadId }).then((isThere) => {
      if (isCurrent && !isThere) setMissing(threadId)
    })
    return () => {
      isCurrent = false
    }
  }, [threadId, seeks, loadAround])
  return seeks && missing === threadId
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
