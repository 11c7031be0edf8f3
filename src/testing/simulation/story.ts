/** Tells one story: a seed, its moves, and what must hold meanwhile and afterwards. Finds a shorter one that fails too. */
import { expect } from 'vitest'
import { createSeededRandom, type SeededRandom } from '../seeded-random'
import type { SimulatedBrowser } from './browser'
import { createWatch, expectHealed, expectNothingLost, type Watch } from './checks'
import { killTab, someMove, stealLead } from './moves'
import { createWorld, type StoryLog, type World } from './world'

export interface StoryOptions {
  seed: number
  /** How many moves. */
  length: number
  /** Whether a failure is told without looking for a shorter one. */
  asItIs?: boolean
  openLog: (now: () => number) => Promise<StoryLog>
}

/** @throws Error with the seed and a shortened history, when something that must hold does not */
export async function tellStory(options: StoryOptions): Promise<void> {
  const all = Array.from({ length: options.length }, (_, n) => n)
  const failure = await attempt(options, all)
  if (!failure) return
  if (options.asItIs) throw new Error(`seed ${options.seed}: ${failure.message}`, { cause: failure.cause })
  const { moves, failure: shortest } = await shorten(options, all.slice(0, failure.history.length), failure)
  throw new Error(
    `seed ${options.seed}: ${shortest.message}\n` +
      `${moves.length} of ${options.length} moves are enough:\n  ${shortest.history.join('\n  ')}`,
    { cause: shortest.cause },
  )
}

interface Failure {
  message: string
  cause: unknown
  history: string[]
}

async function attempt(options: StoryOptions, moves: readonly number[]): Promise<Failure | undefined> {
  const history: string[] = []
  try {
    await run(options, moves, history)
    return undefined
  } catch (cause) {
    return { message: cause instanceof Error ? cause.message : String(cause), cause, history }
  }
}

/** Leaves out ever smaller pieces, as long as it still fails. */
async function shorten(options: StoryOptions, moves: readonly number[], failure: Failure) {
  let shortest = { moves, failure }
  let tries = 0
  for (
    let size = Math.ceil(moves.length / 2);
    size >= 1 && tries < 150;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < shortest.moves.length && tries < 150; tries++) {
      const fewer = shortest.moves.filter((_, index) => index < at || index >= at + size)
      const next = await attempt(options, fewer)
      if (next) shortest = { moves: fewer, failure: next }
      else at += size
    }
  }
  return shortest
}

async function run(
  { seed, openLog }: StoryOptions,
  moves: readonly number[],
  history: string[],
): Promise<void> {
  const world = await createWorld(seed, openLog)
  try {
    const watch = createWatch(world)
    for (const browser of world.browsers) browser.open(world.roomIds[0])
    for (const move of moves) {
      // In every fifth story, and from a source of its own: the others are what they were before there was this.
      const theft = createSeededRandom(seed * 20_011 + move)
      if (seed % 5 === 3 && theft.int(15) === 0) history.push(`${move}: ${await stealLead(world, theft)}`)
      history.push(`${move}: ${await someMove(world, createSeededRandom(seed * 10_007 + move))}`)
      await world.calm()
      watch.look()
      for (const tab of world.tabs()) if (tab.isWatched) tab.shown().actions.markRead()
    }
    history.push('everything heals')
    await heal(world, watch)
    await expectNothingLost(world)
    history.push('somebody writes on a healthy network')
    await expectPrompt(world, watch)
    history.push('a new device asks a copy of the database that is behind for older messages')
    await expectOlderRight(world, watch)
    history.push('a new device goes to messages far back')
    await expectFarBackRight(world, watch, createSeededRandom(seed * 30_011))
  } finally {
    for (const tab of world.tabs()) tab.kill()
    await world.calm()
    await world.server.close()
    await world.log.close?.()
  }
}

/** Lets time pass in small steps on a network that delivers everything. */
async function passHealthy(world: World, watch: Watch, milliseconds: number, step: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= step) {
    world.clock.advance(Math.min(step, left))
    await deliverAll(world)
    watch.look()
  }
}

async function deliverAll(world: World): Promise<void> {
  await world.calm()
  for (let rounds = 0; await deliverRound(world); rounds++) {
    if (rounds > 1_000) throw new Error('the network never calms down')
  }
}

/** Delivers what is on its way; whether that was anything. */
async function deliverRound(world: World): Promise<boolean> {
  const packets = world.tabs().flatMap(({ wire }) => wire.packets.splice(0))
  // Frames that are under way together may overtake each other; nothing is lost by it.
  const frames = packets.filter(({ kind }) => kind === 'frame')
  const others = packets.filter(({ kind }) => kind !== 'frame')
  for (const packet of [...others, ...frames.reverse()]) await packet.deliver()
  await world.calm()
  return packets.length > 0
}

/** Everybody who has written in a browser comes back to it, in turn, and stays for as long as the longest wait. */
async function heal(world: World, watch: Watch): Promise<void> {
  world.limbo.length = 0
  world.log.lag?.(false)
  const [shared] = world.browsers
  const present = shared.cookie
  for (const userId of new Set([world.people[0], world.people[2] ?? '', present])) {
    for (const tab of [...shared.tabs]) if (tab.userId !== userId) killTab(world, tab)
    shared.cookie = userId
    for (const browser of world.browsers) while (browser.tabs.length < 2) openBoth(world, browser)
    for (const { wire } of world.tabs()) wire.repair()
    await passHealthy(world, watch, 70_000, 1_000)
    // Their session ended meanwhile, and they load the page again.
    for (const tab of world.tabs()) {
      if (tab.shown().view().connection.state === 'signed-out') killTab(world, tab)
    }
    for (const browser of world.browsers) while (browser.tabs.length < 2) openBoth(world, browser)
    await passHealthy(world, watch, 10_000, 1_000)
    for (const browser of world.browsers) await expectHealed(world, browser)
  }
}

function openBoth(world: World, browser: SimulatedBrowser) {
  const shown = new Set(browser.tabs.map(({ shownId }) => shownId))
  browser.open(world.roomIds.find((roomId) => !shown.has(roomId)) ?? world.roomIds[0])
}

/** A change is on every screen, and in every count, within one second. */
async function expectPrompt(world: World, watch: Watch): Promise<void> {
  for (const roomId of world.roomIds) {
    for (const { userId } of world.tabs()) {
      const { rooms } = await world.server.as(userId).rooms.heads({})
      if (!rooms.some((room) => room.roomId === roomId)) await world.log.addMember(roomId, userId)
    }
  }
  await passHealthy(world, watch, 65_000, 1_000)
  const [shared, laptop, phone] = world.browsers
  for (const writer of [...shared.tabs.slice(0, 1), ...laptop.tabs.slice(1, 2)]) {
    const { shownId } = writer
    // Two people write at once.
    const others = world.tabs().filter((tab) => tab.shownId === shownId && tab.userId !== writer.userId)
    const writers = [writer, ...others.filter((tab) => !phone.tabs.includes(tab)).slice(0, 1)]
    const texts = writers.map(({ userId }) => {
      const content = `prompt ${++world.texts}`
      world.written.set(content, { content, userId, roomId: shownId })
      return content
    })
    // A new device is just coming in: "joined" alone promises nothing.
    for (const tab of [...phone.tabs]) killTab(world, tab)
    await world.calm()
    phone.wipe()
    phone.open(shownId)
    for (let rounds = world.texts % 7; rounds > 0; rounds--) await deliverRound(world)
    const sent = writers.map((tab, index) => tab.shown().actions.send(texts[index] ?? ''))
    await world.calm()
    expect(await Promise.all(sent), 'taken').not.toContain(false)
    await passHealthy(world, watch, 1_000, 50)
    for (const tab of world.tabs()) {
      const items = tab
        .shown()
        .view()
        .items.map((item) => ('content' in item ? item.content : item.kind))
      for (const content of tab.shownId === shownId ? texts : [])
        expect(items, 'on every screen within one second').toContain(content)
      const { rooms } = await world.server.as(tab.userId).rooms.heads({})
      for (const { roomId, unread, name } of rooms) {
        const mine = tab.sync.heads.view().rooms.find((room) => room.roomId === roomId)
        expect(mine?.unread, `unread in ${name} within one second`).toBe(unread)
      }
    }
  }
}

/** What is older than the newest page comes as it is, or not at all. */
async function expectOlderRight(world: World, watch: Watch): Promise<void> {
  const [, , phone] = world.browsers
  const owner = world.server.as(world.archivist)
  world.log.lag?.(true)
  for (const roomId of world.roomIds) {
    const { changes } = await owner.messages.history({ roomId, limit: 200 })
    const oldest = changes.find(({ removedAt, event }) => removedAt === null && !event)
    const id = world.ids()
    if (oldest) await owner.messages.react({ id, roomId, messageId: oldest.id, emoji: '👋', present: true })
  }
  for (const tab of [...phone.tabs]) killTab(world, tab)
  await world.calm()
  phone.wipe()
  while (phone.tabs.length < 2) openBoth(world, phone)
  await passHealthy(world, watch, 10_000, 1_000)
  for (const tab of phone.tabs) tab.shown().actions.loadOlder()
  await passHealthy(world, watch, 10_000, 1_000)
  await expectHealed(world, phone)
}

/** What somebody went to far back is as the server has it, also when it has grown together with the rest. */
async function expectFarBackRight(world: World, watch: Watch, random: SeededRandom): Promise<void> {
  const [, , phone] = world.browsers
  const owner = world.server.as(world.archivist)
  world.log.lag?.(random.int(2) === 0)
  for (const tab of [...phone.tabs]) killTab(world, tab)
  await world.calm()
  phone.wipe()
  while (phone.tabs.length < 3) openBoth(world, phone)
  await passHealthy(world, watch, 10_000, 1_000)
  const goFarBack = async () => {
    for (const tab of phone.tabs) void tab.shown().actions.loadAround({ seq: 1 + random.int(20) })
    await passHealthy(world, watch, 1_000, 100)
  }
  await goFarBack()
  await goFarBack()
  const deaf = phone.tabs[random.int(phone.tabs.length)]
  deaf?.wire.cut()
  for (const roomId of world.roomIds) {
    const { changes } = await owner.messages.history({ roomId, limit: 200 })
    const old = changes.filter(({ removedAt, event }) => removedAt === null && !event)
    for (const { id: messageId } of old.slice(0, 12))
      await owner.messages.react({ id: world.ids(), roomId, messageId, emoji: '🔎', present: true })
    await passHealthy(world, watch, 400, 100)
  }
  deaf?.wire.repair()
  await passHealthy(world, watch, 70_000, 1_000)
  await expectHealed(world, phone)
  for (let rounds = 0; rounds < 40; rounds++) {
    for (const tab of phone.tabs) {
      const { view, actions } = tab.shown()
      const [gap] = view().gaps
      if (gap) actions.loadBetween(gap, random.pick(['beginning', 'end'] as const))
    }
    await passHealthy(world, watch, 1_000, 500)
  }
  for (const tab of phone.tabs) expect(tab.shown().view().gaps, 'gaps that never close').toEqual([])
  await expectHealed(world, phone)
}
