/** What must hold while a story runs, and when everything is well again. Each check throws, saying what is wrong. */
import { expect } from 'vitest'
import { isMissing } from '@/client/sync/shown'
import type { ChatItem, RoomView } from '@/client/sync/view'
import type { Change } from '@/contract/message'
import type { SimulatedBrowser, SimulatedTab } from './browser'
import { original } from './moves'
import type { World } from './world'

/** What a tab has shown of a room since it turned to it. */
interface Seen {
  view: RoomView
  /** One stretch of the same room, without anything that may take away what was shown. */
  stretch: string
  /** By id, the position; undefined for what was not in the log then. */
  items: Map<string, number | undefined>
  /** The oldest position shown. */
  first: number
}

export interface Watch {
  /** To be called whenever something has happened. */
  look(): void
}

/** A gap, and what was refused of a message that is not there, may go again. */
const staysShown = ({ kind }: ChatItem) => kind !== 'gap' && kind !== 'missing'

const seqOf = (item: ChatItem) => ('seq' in item ? item.seq : undefined)

export function createWatch(world: World): Watch {
  const seen = new WeakMap<SimulatedTab, Seen>()

  /** Nothing twice, nothing out of order, nothing that vanishes or that arrives already read. */
  function lookAt(browser: SimulatedBrowser, tab: SimulatedTab) {
    const view = tab.shown().view()
    const before = seen.get(tab)
    const { log, floor = 1 } = tab.mortal.store.room(tab.shownId).current() ?? {}
    const stretch = `${tab.shownId} ${world.upheavals} ${browser.purges(tab.userId, tab.shownId)} ${log}`
    // Looked at after every move, where mostly nothing is new.
    if (before?.view === view && before.stretch === stretch) return
    const { items, error, loaded } = view
    const there = new Set(items.map(({ id }) => id))
    if (there.size !== items.length) throw new Error('an item is shown twice')
    const positions = items.flatMap((item) => seqOf(item) ?? [])
    if (positions.some((seq, index) => seq < (positions[index - 1] ?? 0)))
      throw new Error(`messages out of order: ${positions}`)
    const goesOn = before?.stretch === stretch && loaded && error === undefined
    if (goesOn) {
      // A new device holds the newest page: what it wrote before that came may be further up, on demand.
      const isAbove = (seq: number | undefined) => floor > 1 && (seq === undefined || seq < floor)
      for (const [id, seq] of before.items) {
        if (!there.has(id) && !isAbove(seq) && !world.givenUp.has(id))
          throw new Error(`what was shown has vanished: ${id}`)
      }
      const read = tab.markedRead(tab.shownId, log)
      for (const item of items) {
        const seq = seqOf(item) ?? 0
        const isOwn = 'senderId' in item && item.senderId === tab.userId
        const isNews = seq > before.first && !isMissing(before.view.gaps, seq)
        if (!isOwn && !before.items.has(item.id) && isNews && seq <= read)
          throw new Error(`a message arrives below the marked read position: ${seq} of ${read}`)
      }
    }
    const known = goesOn ? before.items : new Map<string, number | undefined>()
    for (const item of items) if (staysShown(item)) known.set(item.id, seqOf(item))
    const first = positions[0] ?? (goesOn ? before.first : Number.POSITIVE_INFINITY)
    seen.set(tab, { view, stretch, items: known, first })
  }

  return {
    look() {
      for (const browser of world.browsers) for (const tab of browser.tabs) lookAt(browser, tab)
      const [defect] = world.defects
      if (defect) throw defect
    },
  }
}

/** Every message of a room, as somebody who is in it may read it; undefined for others. */
async function truthOf(world: World, userId: string, roomId: string): Promise<Change[] | undefined> {
  const caller = world.server.as(userId)
  const { rooms } = await caller.rooms.heads({})
  if (!rooms.some((room) => room.roomId === roomId)) return undefined
  const messages: Change[] = []
  for (let before: number | undefined; ; before = messages[0]?.seq) {
    const page = await caller.messages.history({ roomId, limit: 200, ...(before ? { before } : {}) })
    messages.unshift(...page.changes)
    if (!page.hasMore) return messages
  }
}

const wasThere = ({ version }: Change) => version > 0

/** Everything is well again: tabs, copies and counts are the server's. */
export async function expectHealed(world: World, browser: SimulatedBrowser): Promise<void> {
  for (const tab of browser.tabs) {
    const { rooms: heads } = await world.server.as(tab.userId).rooms.heads({})
    const view = tab.shown().view()
    const truth = await truthOf(world, tab.userId, tab.shownId)
    if (!truth) {
      expect(view.error, 'a room that one is not in').toBe('ROOM_NOT_FOUND')
      continue
    }
    expect(view.connection).toEqual({ state: 'online' })
    const shown = view.items.filter(
      (item) => item.kind === 'message' || item.kind === 'removed' || item.kind === 'event',
    )
    const [first] = shown
    // What is held may be nothing but places that nobody sees.
    const from = first?.seq ?? tab.mortal.store.room(tab.shownId).current()?.floor ?? 0
    const visible = truth.filter(
      (message) => wasThere(message) && message.seq >= from && !isMissing(view.gaps, message.seq),
    )
    expect(shown.map(({ id }) => id)).toEqual(visible.map(({ id }) => id))
    expect(shown.map((item) => ('content' in item ? item.content : ''))).toEqual(
      visible.map(({ content }) => content),
    )
    expect(shown.map((item) => ('reactions' in item ? item.reactions : []))).toEqual(
      visible.map(({ reactions }) => reactions),
    )
    const inLog = new Set<ChatItem>(shown)
    const rest = view.items
      .filter((item) => !inLog.has(item) && !(item.kind === 'gap' && item.between))
      .map(({ kind }) => kind)
    expect(
      rest.filter((kind) => kind !== 'failed' && kind !== 'missing'),
      'something still waits',
    ).toEqual([])
    for (const head of heads) {
      const mine = tab.sync.heads.view().rooms.find(({ roomId }) => roomId === head.roomId)
      const kept = tab.mortal.store.room(head.roomId)
      // Where it reaches below what this tab has read of the copy, it is exact again with the next look at the heads.
      if ((kept.current()?.floor ?? 0) <= head.lastReadPosition + 1)
        expect(mine?.unread, `unread in ${head.name}`).toBe(head.unread)
      while (await kept.readMore());
      const copy = kept.current()
      expect(copy).toMatchObject({ cursor: head.head, target: head.head })
      const whole = (await truthOf(world, tab.userId, head.roomId)) ?? []
      const floor = copy?.floor ?? 0
      expect(copy?.messages.filter(({ seq }) => seq >= floor)).toEqual(
        whole.filter(({ seq }) => seq >= floor),
      )
    }
    expectDrained(tab)
    expectVisible(tab)
  }
}

/** What is left in the outbox waits for its author, or for what does. */
function expectDrained(tab: SimulatedTab): void {
  const stuck = new Set<string | undefined>()
  for (const { command, dependsOn, state } of tab.mortal.store.outbox.current()) {
    expect(state.is === 'parked' || stuck.has(dependsOn), `${command.kind} is ${state.is}`).toBe(true)
    stuck.add(command.id)
  }
}

/** What waits for its author can be seen by them. */
function expectVisible(tab: SimulatedTab): void {
  const { items } = tab.shown().view()
  const shown = new Set(
    items.flatMap((item) => [
      ...(item.kind === 'failed' ? [item.id] : []),
      ...('refused' in item && item.refused ? item.refused.map(({ id }) => id) : []),
    ]),
  )
  const hidden = tab.mortal.store.outbox
    .current()
    .filter(({ command, state }) => command.roomId === tab.shownId && state.is === 'parked')
    .filter(({ command }) => !shown.has(command.id))
    .map(({ command, state }) => [command, state])
  expect(hidden, 'refused, and nowhere to be seen').toEqual([])
}

/** Every text is in the log once, under its author's name, or waits for them visibly; unless it was given up. */
export async function expectNothingLost(world: World): Promise<void> {
  const contents: string[] = []
  const unedited: string[] = []
  for (const roomId of world.roomIds) {
    const truth = await truthOf(world, world.archivist, roomId)
    const back = truth?.filter((message) => wasThere(message) && world.withdrawn.has(message.id))
    if (!world.wasRestored) expect(back, 'given up before it was sent, and sent').toEqual([])
    for (const { content, senderId } of truth ?? []) {
      if (content === '') continue
      contents.push(original(content))
      if (content === original(content) && world.edited.has(content)) unedited.push(content)
      const text = world.written.get(original(content))
      expect(text && { ...text }, 'sent as somebody else, or to another room').toEqual({
        content: original(content),
        userId: senderId,
        roomId,
      })
    }
  }
  expect(new Set(contents).size, 'a text was sent twice').toBe(contents.length)
  const waiting = new Set<string>()
  const refusedEdits = new Set<string>()
  for (const browser of world.browsers) {
    for (const userId of world.people) {
      const store = browser.peek(userId)
      for (const { command } of await store.outbox.read()) {
        if (command.kind === 'edit') refusedEdits.add(original(command.content))
        if ('content' in command) waiting.add(original(command.content))
      }
      store.close()
    }
  }
  const there = new Set(contents)
  const isExcused = (content: string) =>
    world.givenUp.has(content) ||
    world.outOfReach.has(content) ||
    (world.wasRestored && world.forgetful.has(world.written.get(content)?.userId ?? ''))
  const lost = [...world.taken].filter(
    (content) => !there.has(content) && !waiting.has(content) && !isExcused(content),
  )
  expect(lost, 'lost').toEqual([])
  const lostEdits = unedited.filter((content) => !refusedEdits.has(content) && !isExcused(content))
  if (!world.wasRestored) expect(lostEdits, 'edits lost').toEqual([])
}
