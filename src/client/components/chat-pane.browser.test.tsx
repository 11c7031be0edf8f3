/** Scrolling of a conversation, laid out by a real browser with the real styles. */
import '@/app/globals.css'
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getClient } from '@/client/hooks/client-context'
import type { ChatItem, ConnectionStatus, GapBetween, MessageItem, Sought } from '@/client/sync/view'
import { ChatPane } from './chat-pane'

const me = 'me'
const online: ConnectionStatus = { state: 'online' }

beforeEach(() => {
  // What is shown comes from the test; there is no server.
  vi.spyOn(window, 'fetch').mockRejectedValue(new TypeError('there is no network'))
  getClient().users.getState().setUser({ userId: me, name: 'Mara' })
})
afterEach(cleanup)

/** Of different heights, like what people write. */
function message(seq: number, over: Partial<MessageItem> = {}): MessageItem {
  return {
    ...{
      kind: 'message',
      id: `m${seq}`,
      senderId: 'ana',
      seq,
      version: 1,
      edited: false,
      pendingEdit: false,
    },
    ...{ sentAt: new Date(Date.UTC(2026, 0, 1) + seq * 60_000).toISOString(), replyTo: null, reactions: [] },
    content: `message ${seq}.${' and so on'.repeat((seq * 7) % 40)}`,
    ...over,
  }
}

const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index))

interface Shown {
  items: ChatItem[]
  connection?: ConnectionStatus
  lastRead?: number
  hasOlder?: boolean
  loadOlder?: () => void
  gaps?: readonly GapBetween[]
  linked?: number
  loadBetween?: (gap: GapBetween, at: 'beginning' | 'end') => void
  loadAround?: (sought: Sought) => Promise<boolean>
  hidden?: boolean
}

const done = async () => true

function pane({
  items,
  connection = online,
  lastRead,
  hasOlder = false,
  loadOlder = () => {},
  gaps = [],
  linked,
  loadBetween = () => {},
  loadAround = done,
  hidden,
}: Shown) {
  return (
    <div style={{ height: 600, display: hidden ? 'none' : 'flex' }}>
      <ChatPane
        chat={{
          ...{ items, connection, hasOlder, gaps, loadOlder, loadBetween, loadAround },
          ...{ loaded: true, error: undefined, threads: new Map() },
          ...{ send: done, edit: done, remove: done, react: done, retry: done, discard: done },
          ...{ markRead() {}, markUnread() {}, markThreadRead() {}, loadNewer() {} },
        }}
        lastRead={lastRead ?? Number.MAX_SAFE_INTEGER}
        {...{
          roomId: 'tea',
          roomName: 'Tea',
          me,
          names: new Map([['ana', 'Ana']]),
          onDraft() {},
          onAnswer() {},
        }}
        {...{
          linked,
          threadNews: undefined,
          draft: undefined,
          answering: undefined,
          elsewhere: () => () => {},
        }}
        {...{ isNew: false, isDirect: false, isArchived: false, onSignIn() {} }}
      />
    </div>
  )
}

function open(shown: Shown) {
  const { rerender } = render(pane(shown))
  return { show: (next: Partial<Shown>) => rerender(pane({ ...shown, ...next })) }
}

const log = () => screen.getByRole('log', { name: 'Messages' })

/** What the browser has to tell of scrolling and of sizes, it tells within two frames. */
async function settled() {
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
}

/** Where on the screen a message begins (px). */
const topOf = (seq: number) => within(log()).getByText(textOf(seq)).getBoundingClientRect().top
const textOf = (seq: number) => new RegExp(`^message ${seq}\\.`)

function isInSight(seq: number): boolean {
  const found = within(log()).queryByText(textOf(seq))
  if (!found) return false
  const [row, view] = [found.getBoundingClientRect(), log().getBoundingClientRect()]
  return row.bottom > view.top && row.top < view.bottom
}

const belowView = () => log().scrollHeight - log().clientHeight - log().scrollTop

/** The first message that begins in sight. */
function firstInSight(): number {
  const { top } = log().getBoundingClientRect()
  const row = within(log())
    .getAllByText(/^message \d+\./)
    .find((it) => it.getBoundingClientRect().top >= top)
  return Number(/\d+/.exec(row?.textContent ?? '')?.[0])
}

async function scrollBy(pixels: number) {
  log().scrollTop += pixels
  await settled()
}

it('UI-54 a room in which all is read opens at its end', async () => {
  open({ items: messages(1, 100) })
  await settled()
  expect(belowView()).toBeLessThan(1)
  expect(isInSight(100)).toBe(true)
  expect(screen.queryByRole('button', { name: /Jump to latest/ })).toBeNull()
})

it('UI-54 a room opens at the first new message, under the line that says so', async () => {
  open({ items: messages(1, 100), lastRead: 80 })
  await settled()
  expect(isInSight(81)).toBe(true)
  const line = within(log()).getByText('New').getBoundingClientRect()
  const view = log().getBoundingClientRect()
  expect(line.top).toBeGreaterThanOrEqual(view.top)
  expect(line.bottom).toBeLessThanOrEqual(topOf(81))
  expect(line.top).toBeLessThan(view.top + view.height / 3)
})

it.each<[string, number]>([
  ['at the very top', 0],
  ['at the first message', 100],
  ['further down', 300],
])(
  'UI-14 the reader stays at what they read while older messages come above and newer ones below: %s',
  async (_, by) => {
    const loadOlder = vi.fn()
    const { show } = open({ items: messages(201, 300), hasOlder: true, loadOlder })
    await settled()
    while (log().scrollTop > 0) await scrollBy(-log().scrollTop)
    await scrollBy(by)
    const reading = firstInSight()
    const before = topOf(reading)
    loadOlder.mockClear()
    show({ items: messages(101, 300), hasOlder: true, loadOlder })
    await settled()
    expect(within(log()).queryByText(textOf(200))).toBeTruthy()
    expect(topOf(reading)).toBeCloseTo(before, 0)
    expect(loadOlder).not.toHaveBeenCalled()
    show({ items: messages(101, 310), hasOlder: true, loadOlder })
    await settled()
    expect(topOf(reading)).toBeCloseTo(before, 0)
  },
)

const gapOf = (from: number, to: number): GapBetween => ({
  ...{ kind: 'gap', id: `gap of ${from} to ${to}`, between: { from, to } },
})

/** What is there of a room of 1,000 messages when these are missing. */
function without(from: number, to: number) {
  const gap = gapOf(from, to)
  return { items: [...messages(1, from - 1), gap, ...messages(to, 1_000)], gaps: [gap] }
}

it('UI-14 UI-18 whoever comes to a gap from below stays where they are as it fills, and then reads on', async () => {
  const loadBetween = vi.fn()
  const { show } = open({ ...without(101, 901), loadBetween })
  await settled()
  for (let page = 0; page < 30 && log().scrollTop > 0; page++) await scrollBy(-500)
  expect(within(log()).getByText('There are more messages in between.')).toBeTruthy()
  expect(within(log()).queryByText(textOf(100))).toBeNull()
  expect(loadBetween).toHaveBeenCalledWith(gapOf(101, 901), 'end')
  expect(loadBetween.mock.calls.every(([, at]) => at === 'end')).toBe(true)
  const reading = firstInSight()
  const before = topOf(reading)
  show({ ...without(101, 801), loadBetween })
  await settled()
  expect(topOf(reading)).toBeCloseTo(before, 0)
  await scrollBy(-300)
  expect(isInSight(900)).toBe(true)
})

it('UI-14 UI-18 whoever comes to a gap from above stays where they are as it fills, and reads nothing from beyond it', async () => {
  const loadBetween = vi.fn()
  let goThere = (_found: boolean) => {}
  const loadAround = () => new Promise<boolean>((resolve) => (goThere = resolve))
  const { show } = open({ items: messages(901, 1_000), hasOlder: true, linked: 60, loadAround, loadBetween })
  await settled()
  expect(screen.getByText('Looking for that message…')).toBeTruthy()
  show({ ...without(101, 901), hasOlder: false })
  goThere(true)
  await settled()
  expect(isInSight(60)).toBe(true)
  expect(screen.queryByText('Looking for that message…')).toBeNull()
  for (let page = 0; page < 60 && belowView() > 1; page++) await scrollBy(300)
  expect(isInSight(100)).toBe(true)
  expect(within(log()).queryByText(textOf(901))).toBeNull()
  expect(loadBetween.mock.calls.every(([, at]) => at === 'beginning')).toBe(true)
  expect(loadBetween).toHaveBeenCalledWith(gapOf(101, 901), 'beginning')
  const before = topOf(100)
  show({ ...without(201, 901), hasOlder: false })
  await settled()
  expect(topOf(100)).toBeCloseTo(before, 0)
  show({ items: messages(1, 1_000), gaps: [], hasOlder: false })
  await settled()
  expect(topOf(100)).toBeCloseTo(before, 0)
})

it('UI-55 a message that is nowhere is said to be', async () => {
  open({ items: messages(901, 1_000), hasOlder: true, linked: 60, loadAround: async () => false })
  await settled()
  expect(screen.getByText('That message could not be found.')).toBeTruthy()
})

it('UI-14 at the end, the list follows what comes', async () => {
  const { show } = open({ items: messages(1, 100) })
  await settled()
  show({ items: messages(1, 105) })
  await settled()
  expect(belowView()).toBeLessThan(1)
  expect(isInSight(105)).toBe(true)
})

it('UI-15 elsewhere, what comes is counted on the way to the latest, which leads there', async () => {
  const { show } = open({ items: messages(1, 100) })
  await settled()
  await scrollBy(-1_500)
  expect(screen.getByRole('button', { name: 'Jump to latest' })).toBeTruthy()
  show({ items: [...messages(1, 102), message(103, { senderId: me })] })
  await settled()
  expect(isInSight(102)).toBe(false)
  await userEvent.click(screen.getByRole('button', { name: 'Jump to latest 2 new' }))
  await settled()
  expect(belowView()).toBeLessThan(1)
  expect(isInSight(103)).toBe(true)
  expect(screen.queryByRole('button', { name: /Jump to latest/ })).toBeNull()
})

it('UI-14 a row above that grows or shrinks does not move the reader', async () => {
  const { show } = open({ items: messages(1, 100) })
  await settled()
  await scrollBy(-1_500)
  const reading = firstInSight()
  const before = topOf(reading)
  const grown = message(reading - 3, {
    edited: true,
    content: `message ${reading - 3}.${' longer'.repeat(200)}`,
  })
  const changed = (item: MessageItem) => messages(1, 100).map((it) => (it.id === item.id ? item : it))
  show({ items: changed(grown) })
  await settled()
  expect(topOf(reading)).toBeCloseTo(before, 0)
  show({ items: changed(message(reading - 3, { content: `message ${reading - 3}.` })) })
  await settled()
  expect(topOf(reading)).toBeCloseTo(before, 0)
})

it.each<[string, number]>([
  ['at the end', 0],
  ['elsewhere', -1_500],
])(
  'UI-14 UI-13 what is read stays where it is on the screen while the connection comes and goes: %s',
  async (_, by) => {
    const { show } = open({ items: messages(1, 100) })
    await settled()
    await scrollBy(by)
    const reading = by === 0 ? 100 : firstInSight() + 1
    const before = topOf(reading)
    const states: ConnectionStatus[] = [
      { state: 'reconnecting', waiting: 0 },
      { state: 'offline', waiting: 3 },
      { state: 'catching-up', done: 1, of: 9 },
      online,
    ]
    for (const connection of states) {
      show({ connection })
      await settled()
      expect(topOf(reading)).toBeCloseTo(before, 0)
    }
  },
)

it('UI-30 of a hundred thousand messages few are drawn, at the end and anywhere', async () => {
  open({ items: messages(1, 100_000) })
  await settled()
  const drawn = () => log().querySelectorAll('[data-message-id]').length
  expect(drawn()).toBeLessThan(200)
  expect(isInSight(100_000)).toBe(true)
  for (let page = 0; page < 8; page++) await scrollBy(-log().scrollTop)
  expect(drawn()).toBeLessThanOrEqual(500)
  expect(isInSight(100_000)).toBe(false)
})

it.each<[string, number]>([
  ['at the end', 0],
  ['elsewhere', -1_500],
])(
  'UI-56 a conversation that is hidden asks for nothing, draws nothing more, and is where it was when it is back: %s',
  async (_, by) => {
    const loadOlder = vi.fn()
    const { show } = open({ items: messages(1, 1_000), hasOlder: true, loadOlder })
    await settled()
    await scrollBy(by)
    const reading = by === 0 ? 1_001 : firstInSight()
    const before = by === 0 ? undefined : topOf(reading)
    show({ hidden: true })
    await settled()
    show({ hidden: true, items: messages(1, 1_001) })
    await settled()
    show({ items: messages(1, 1_001) })
    await settled()
    expect(loadOlder).not.toHaveBeenCalled()
    expect(isInSight(reading)).toBe(true)
    if (before !== undefined) expect(topOf(reading)).toBeCloseTo(before, 0)
  },
)
