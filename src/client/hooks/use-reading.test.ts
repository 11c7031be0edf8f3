// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { ChatItem, GapBetween } from '@/client/sync/view'
import type { ChatScroll } from './use-chat-scroll'
import { firstAfter, useReading } from './use-reading'

afterEach(cleanup)

function message(seq: number, senderId = 'ana'): ChatItem {
  return {
    ...{ kind: 'message', id: `m${seq}`, seq, senderId, sentAt: '2026-03-01T12:00:00.000Z', content: 'x' },
    ...{ version: 1, edited: false, pendingEdit: false, replyTo: null, reactions: [] },
  }
}

function setUp(initial: Partial<Parameters<typeof useReading>[0]> = {}) {
  const [goTo, markRead, markUnread] = [vi.fn(), vi.fn(), vi.fn()]
  const scroll = (atEnd: boolean) => ({
    ...{
      scroller: { current: null },
      content: { current: null },
      onScroll: vi.fn(),
      drawn: { from: 0, to: 1 },
    },
    ...{ hasEarlier: false, showEarlier: vi.fn(), atEnd, unseen: 0, jumpToLatest: vi.fn() },
    ...{ goTo, seeking: undefined as ChatScroll['seeking'], stopSeeking: vi.fn() },
  })
  const props = {
    ...{ items: [1, 2, 3].map((seq) => message(seq)), isReady: true, lastRead: 3, me: 'me' },
    ...{
      hasOlder: false,
      gaps: [],
      linked: undefined,
      scroll: scroll(true),
      markRead,
      markUnread,
      ...initial,
    },
  }
  const hook = renderHook(useReading, { initialProps: props })
  const update = (over: Partial<typeof props>) => hook.rerender(Object.assign(props, over))
  return { hook, update, scroll, goTo, markRead, markUnread, reading: () => hook.result.current }
}

function look(visible: boolean) {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    value: visible ? 'visible' : 'hidden',
  })
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
}

it('UI-54 a room opens at the first new message, under a line; nothing counts as read before that is known', () => {
  const { update, goTo, markRead, scroll, reading } = setUp({ isReady: false, lastRead: 0 })
  expect(markRead).not.toHaveBeenCalled()
  update({ isReady: true, lastRead: 1, scroll: scroll(false) })
  expect(goTo.mock.calls).toEqual([[{ id: 'm2', asStart: true }]])
  expect(reading().firstNew).toBe('m2')
  expect(markRead).not.toHaveBeenCalled()
  update({ scroll: scroll(true) })
  expect(markRead).toHaveBeenCalled()
  expect(reading().firstNew).toBe('m2')
})

it('UI-54 on the way to the first new message nothing counts as read', () => {
  const on = { ...setUp().scroll(true), seeking: 'fetching' as const }
  const { markRead } = setUp({ lastRead: 1, scroll: on })
  expect(markRead).not.toHaveBeenCalled()
})

it('UI-54 with nothing new a room opens at its end, without a line', () => {
  const { goTo, reading, markRead } = setUp()
  expect(goTo).not.toHaveBeenCalled()
  expect(reading().firstNew).toBeUndefined()
  expect(markRead).toHaveBeenCalled()
})

it('UI-54 where the first new message is further up than what is here, there is a way to it', () => {
  const items = [7, 8, 9].map((seq) => message(seq))
  const scroll = setUp().scroll(true)
  const { reading, update } = setUp({ items, lastRead: 2, scroll, hasOlder: true })
  reading().goToFirstNew?.()
  expect(vi.mocked(scroll.goTo).mock.calls).toEqual([[{ seq: 3, asStart: true }]])
  const gap: GapBetween = { kind: 'gap', id: 'gap', between: { from: 2, to: 7 } }
  update({ items: [message(1), gap, ...items], hasOlder: false, gaps: [gap] })
  expect(reading().goToFirstNew).toBeDefined()
  update({
    items: [message(1), message(2), message(3), gap, ...items],
    gaps: [{ ...gap, between: { from: 4, to: 7 } }],
  })
  expect(reading().goToFirstNew).toBeUndefined()
  expect(reading().firstNew).toBe('m3')
})

it('UI-54 what comes while the reader looks elsewhere is new when they look again; writing ends that', () => {
  const { update, reading, markRead } = setUp()
  look(false)
  markRead.mockClear()
  update({ items: [1, 2, 3, 4, 5].map((seq) => message(seq)) })
  expect(markRead).not.toHaveBeenCalled()
  look(true)
  expect(reading().firstNew).toBe('m4')
  expect(markRead).toHaveBeenCalled()
  act(() => reading().wrote())
  expect(reading().firstNew).toBeUndefined()
})

it('UI-55 an address that names a message is gone to, whatever is new', () => {
  const { goTo } = setUp({ lastRead: 0, linked: 2 })
  expect(goTo.mock.calls).toEqual([[{ seq: 2 }]])
})

it('SN-07 what is marked unread stays unread while the room is open, until something is written', () => {
  const { update, reading, markRead, markUnread } = setUp()
  markRead.mockClear()
  act(() => reading().markUnread(2))
  expect(markUnread.mock.calls).toEqual([[2]])
  expect(reading().firstNew).toBe('m2')
  update({ items: [1, 2, 3, 4].map((seq) => message(seq)) })
  expect(markRead).not.toHaveBeenCalled()
  act(() => reading().wrote())
  expect(markRead).toHaveBeenCalled()
})

it('UI-54 new are the messages of others, not events, removals or one’s own', () => {
  const removed: ChatItem = {
    kind: 'removed',
    id: 'm3',
    senderId: 'ana',
    sentAt: '2026-03-01T12:00:00.000Z',
    seq: 3,
  }
  const items = [message(1), message(2, 'me'), removed, message(4), message(5)]
  expect(firstAfter(items, 1, 'me')?.id).toBe('m4')
  expect(firstAfter(items, 5, 'me')).toBeUndefined()
})
