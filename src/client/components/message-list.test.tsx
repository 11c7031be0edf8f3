// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { ChatItem, RefusedChange } from '@/client/sync/view'
import type { RoomEvent } from '@/contract/message'
import { MessageList } from './message-list'

afterEach(cleanup)

const sentAt = '2026-03-01T12:00:00.000Z'
const discard = vi.fn(async () => true)
const actions = { edit: vi.fn(), remove: vi.fn(), react: vi.fn(), retry: vi.fn(), discard }

function list(items: ChatItem[], firstNew?: string) {
  return (
    <MessageList
      {...{ items, actions, me: 'me', nameOf: (userId) => userId, firstNew, goToFirstNew: undefined }}
      scroll={{
        ...{ scroller: { current: null }, content: { current: null }, onScroll: vi.fn() },
        ...{ drawn: { from: 0, to: items.length }, hasEarlier: true, showEarlier: vi.fn() },
        ...{ atEnd: true, unseen: 0, jumpToLatest: vi.fn() },
        ...{ goTo: vi.fn(), seeking: undefined, stopSeeking: vi.fn() },
      }}
    >
      <p>Nothing here</p>
    </MessageList>
  )
}

it('UI-19 a refused edit of a message that is not here keeps its text, to be copied or discarded', () => {
  const refused: RefusedChange[] = [{ id: 'c1', code: 'MESSAGE_NOT_FOUND', what: 'edit', content: 'Refused' }]
  render(list([{ kind: 'missing', id: 'm1', senderId: 'me', refused }]))
  const notice = within(screen.getByRole('group', { name: 'Your edit was not saved.' }))
  expect(notice.getByText('Refused')).toBeTruthy()
  expect(notice.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Copy', 'Discard'])
  notice.getByRole('button', { name: 'Discard' }).click()
  expect(discard.mock.calls).toEqual([['c1']])
})

it('UI-18 newer messages that have not arrived are one quiet row, in their place, and the rows around it stay', () => {
  const before: ChatItem = { kind: 'removed', id: 'a', senderId: 'ana', sentAt, seq: 1 }
  const mine: ChatItem = {
    kind: 'pending',
    id: 'b',
    senderId: 'me',
    sentAt,
    content: 'mine',
    state: 'waiting',
  }
  const { rerender } = render(list([before, mine]))
  const rows = () => within(screen.getByRole('list')).getAllByRole('listitem')
  const [, first, last] = rows()
  rerender(list([before, { kind: 'gap', id: 'gap' }, mine]))
  expect(rows()).toHaveLength(4)
  const [, stillFirst, gap, stillLast] = rows()
  expect(gap?.textContent).toBe('Newer messages have not arrived yet.')
  expect([stillFirst, stillLast]).toEqual([first, last])
  rerender(list([{ kind: 'gap', id: 'gap' }]))
  expect(rows()).toHaveLength(1)
  expect(screen.queryByText('Nothing here')).toBeNull()
})

it('RM-11 what happened in the room is said in one line each, with the names of those it is about', () => {
  const events: [RoomEvent, string][] = [
    [{ kind: 'joined' }, 'Ana joined'],
    [{ kind: 'left' }, 'Ana left'],
    [{ kind: 'added', userId: 'Omar' }, 'Ana added Omar'],
    [{ kind: 'removed', userId: 'Omar' }, 'Ana removed Omar'],
    [{ kind: 'banned', userId: 'Omar' }, 'Ana banned Omar'],
    [{ kind: 'unbanned', userId: 'Omar' }, 'Ana lifted the ban on Omar'],
    [{ kind: 'role', userId: 'Omar', role: 'admin' }, 'Omar is an admin now'],
    [{ kind: 'renamed', name: 'Tea' }, 'Ana named the room “Tea”'],
    [{ kind: 'topic', topic: 'Cups' }, 'Ana set the topic: Cups'],
    [{ kind: 'topic', topic: '' }, 'Ana removed the topic'],
    [{ kind: 'archived' }, 'Ana archived the room'],
    [{ kind: 'unarchived' }, 'Ana opened the room again'],
  ]
  render(
    list(
      events.map(([event], seq) => ({ kind: 'event', id: `e${seq}`, senderId: 'Ana', sentAt, seq, event })),
    ),
  )
  const [, ...lines] = within(screen.getByRole('list')).getAllByRole('listitem')
  expect(lines.map(({ textContent }) => textContent)).toEqual(events.map(([, sentence]) => sentence))
})
