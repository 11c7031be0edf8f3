/** What can happen in a story. Each move draws its choices from a source of its own, so that leaving one out changes no other. */
import { visibleMessages } from '@/client/sync/room-log'
import type { ChatItem, RoomActions } from '@/client/sync/view'
import type { Packet } from '../pumped-wire'
import type { SeededRandom } from '../seeded-random'
import type { SimulatedBrowser, SimulatedTab } from './browser'
import type { World } from './world'

/** Does it, and says in a few words what it was. */
export type Move = (world: World, random: SeededRandom) => string | Promise<string>

const mostTabs = 3
const day = 24 * 60 * 60_000
const restoredLog = '00000000-0000-7000-8000-00000000000b'

const nameOf = ({ people }: World, userId: string) => 'ABC'[people.indexOf(userId)] ?? userId
const roomName = ({ rooms }: World, roomId: string) => (roomId === rooms.lobby ? 'lobby' : 'team')

function pick<Value>(random: SeededRandom, values: readonly Value[]): Value | undefined {
  return values[random.int(values.length)]
}

/** For moves that need a page: where none is open, one is opened. */
function inTab(
  act: (tab: SimulatedTab, world: World, random: SeededRandom) => string | Promise<string>,
): Move {
  return async (world, random) => {
    const browser = random.pick(world.browsers)
    const tab = pick(random, browser.tabs)
    if (!tab) return openTab(world, random, browser)
    const name = `${nameOf(world, tab.userId)}${world.browsers.indexOf(browser)}.${browser.tabs.indexOf(tab)}`
    return `${name} ${await act(tab, world, random)}`
  }
}

function openTab(world: World, random: SeededRandom, browser: SimulatedBrowser): string {
  const roomId = random.pick(world.roomIds)
  browser.open(roomId)
  return `${nameOf(world, browser.cookie)} opens (on ${world.browsers.indexOf(browser)}) the ${roomName(world, roomId)}`
}

export function killTab(world: World, tab: SimulatedTab) {
  world.limbo.push(...tab.kill())
}

/** One packet is delivered, lost, repeated, or overtaken. */
async function disturb(packets: Packet[], random: SeededRandom): Promise<string> {
  const index = random.int(4) === 0 ? random.int(packets.length) : 0
  const [packet] = packets.splice(index, 1)
  if (!packet) return 'waits'
  const what = random.int(10)
  if (what === 0) packet.drop()
  else await packet.deliver()
  if (what === 1 && packet.kind !== 'answer') await packet.deliver()
  return `${['loses', 'repeats'][what] ?? 'hears'} the ${index}th packet, a ${packet.kind} of ${packet.name}`
}

const write = inTab(async (tab, world, random) => {
  const content = await writeNew(tab, world, tab.shown().actions.send)
  // Right after it, as somebody who types fast.
  if (random.int(4) === 0) await writeNew(tab, world, tab.shown().actions.send)
  return `writes "${content}" in the ${roomName(world, tab.shownId)}`
})

async function writeNew(
  tab: SimulatedTab,
  world: World,
  give: (content: string) => Promise<boolean>,
): Promise<string> {
  const content = `text ${++world.texts}`
  world.written.set(content, { content, userId: tab.userId, roomId: tab.shownId })
  if (await settled(world, give(content))) world.taken.add(content)
  return content
}

/** What became of an action; undefined where its tab died of it. */
async function settled<Result>(world: World, action: Promise<Result>): Promise<Result | undefined> {
  let result: Result | undefined
  action.then(
    (value) => {
      result = value
    },
    () => {},
  )
  await world.calm()
  return result
}

const change = inTab(async (tab, world, random) => {
  const { view, actions } = tab.shown()
  const item = pick(random, view().items)
  if (!item || item.kind === 'gap') return 'changes nothing'
  if (item.kind === 'missing') {
    for (const refused of item.refused) {
      if (refused.what === 'edit') world.edited.delete(original(refused.content))
      await settled(world, actions.discard(refused.id))
    }
    return 'gives up what was refused of a message that is not there'
  }
  const mine = item.senderId === tab.userId
  const what = random.int(10)
  if (item.kind === 'failed') {
    if (what < 5) {
      await settled(world, actions.retry(item.id))
      return `tries "${item.content}" again`
    }
    giveUp(world, item)
    if (what < 8) {
      await settled(world, actions.discard(item.id))
      await noteWithdrawal(tab, world, item.id)
      return `gives "${item.content}" up`
    }
    const content = await writeNew(tab, world, (text) => actions.edit(item.id, text))
    return `writes "${content}" for "${item.content}"`
  }
  if (item.kind === 'pending') {
    if (what < 5) {
      giveUp(world, item)
      await settled(world, actions.remove(item.id))
      await noteWithdrawal(tab, world, item.id)
      return `takes "${item.content}" back`
    }
    await editMore(world, item, actions)
    return `edits the waiting "${item.content}"`
  }
  if (item.kind === 'removed' || item.kind === 'event') return 'looks at what cannot be changed'
  if (mine && what < 2) {
    giveUp(world, item)
    await settled(world, actions.remove(item.id))
    return `removes "${item.content}"`
  }
  if (mine && what < 5) {
    if (item.content.length > 60) return 'lets an edited text be'
    await editMore(world, item, actions)
    return `edits "${item.content}"`
  }
  const refused = item.refused?.at(-1)
  if (refused && what < 8) {
    world.edited.delete(original(item.content))
    await settled(world, what < 7 ? actions.discard(refused.id) : actions.retry(refused.id))
    return 'decides about a refused change'
  }
  await settled(world, actions.react(item.id, '👍', random.int(2) === 0))
  return `reacts to "${item.content}"`
})

async function editMore(
  world: World,
  { id, content }: { id: string; content: string },
  { edit }: Pick<RoomActions, 'edit'>,
) {
  if (await settled(world, edit(id, `${content} edited`))) world.edited.add(original(content))
}

function giveUp({ givenUp }: World, item: Extract<ChatItem, { content: string }>) {
  givenUp.add(item.id)
  givenUp.add(original(item.content))
}

/** What the server has not heard of, and what is under way from nowhere, must not come any more (OB-12). */
async function noteWithdrawal(tab: SimulatedTab, world: World, id: string) {
  const queue = tab.mortal.store.outbox.current().map(({ command }) => command)
  const isTakenBack = queue.some((command) => command.kind === 'remove' && command.messageId === id)
  const isGivenUp = isTakenBack || queue.every((command) => command.id !== id)
  const underWay = world
    .tabs()
    .filter(({ userId }) => userId === tab.userId)
    .flatMap(({ wire }) => wire.packets)
  const mayCome = [...underWay, ...world.limbo].some(({ name }) => name === 'apply' || name === 'token')
  if (!isGivenUp || mayCome) return
  const owner = world.server.as(world.archivist)
  const { changes } = await owner.messages.history({ roomId: tab.shownId, limit: 200 })
  if (changes.every((message) => message.id !== id)) world.withdrawn.add(id)
}

/** A text as it was first written. */
export const original = (content: string) => content.replaceAll(' edited', '')

const network = inTab((tab, _world, random) => disturb(tab.wire.packets, random))

/** Everything that is on its way arrives, and so does what follows from it. */
const calmNetwork = inTab(async ({ wire }, world, random) => {
  const rounds = 1 + random.int(6)
  for (let round = 0; round < rounds; round++) {
    for (const packet of wire.packets.splice(0)) await packet.deliver()
    await world.calm()
  }
  return `hears everything, ${rounds} times`
})

const late: Move = async ({ limbo }, random) => `a dead tab ${await disturb(limbo, random)}`

const cut = inTab(({ wire }) => {
  wire.cut()
  return 'loses its network'
})

const repair = inTab(({ wire }) => {
  wire.repair()
  return 'has a network again'
})

const wake = inTab((tab) => {
  tab.wake()
  return 'wakes up'
})

const read = inTab((tab) => {
  tab.shown().actions.markRead()
  return 'has read everything'
})

const scroll = inTab((tab, _world, random) => {
  const { view, actions } = tab.shown()
  const gap = pick(random, view().gaps)
  if (gap && random.int(2) === 0) {
    const at = random.pick(['beginning', 'end'] as const)
    actions.loadBetween(gap, at)
    return `fills the gap from its ${at}`
  }
  if (random.int(3) > 0) {
    actions.loadOlder()
    return 'scrolls up'
  }
  const { floor = 1 } = tab.mortal.store.room(tab.shownId).current() ?? {}
  const seq = 1 + random.int(floor)
  void actions.loadAround({ seq })
  return `follows a link to position ${seq}`
})

const watched = inTab((tab) => {
  tab.isWatched = !tab.isWatched
  return tab.isWatched ? 'is watched, and what comes is read' : 'is not watched any more'
})

const lag: Move = ({ log }) => {
  log.lag?.(true)
  return 'the copy of the database falls behind'
}

const turnTo = inTab((tab, world, random) => {
  tab.show(random.pick(world.roomIds))
  return `looks at the ${roomName(world, tab.shownId)}`
})

const kill = inTab((tab, world) => {
  killTab(world, tab)
  return 'is killed'
})

const dieWriting = inTab((tab, world, random) => {
  const when = random.int(2) === 0 ? 'before' : 'after'
  tab.mortal.atNextWrite(when, () => killTab(world, tab))
  return `will die ${when} its next write`
})

const pass: Move = ({ clock }, random) => {
  const milliseconds = random.int(8) === 0 ? random.int(60_000) : random.int(1_500)
  clock.advance(milliseconds)
  return `${milliseconds} ms pass`
}

const open: Move = (world, random) => {
  const browser = random.pick(world.browsers)
  if (browser.tabs.length >= mostTabs) return 'nobody opens a fourth tab'
  return openTab(world, random, browser)
}

const lie: Move = (world, random) => {
  const browser = random.pick(world.browsers)
  browser.skew = random.pick([-day, -90_000, 0, 90_000, day] as const)
  return `the clock of ${nameOf(world, browser.cookie)}'s browser is ${browser.skew} ms off`
}

/** Somebody else signs in, in the browser that two of them share. */
const changePeople: Move = (world) => {
  const [browser] = world.browsers
  const [first, , third = ''] = world.people
  browser.cookie = browser.cookie === first ? third : first
  return `${nameOf(world, browser.cookie)} signs in to the shared browser`
}

const membership: Move = async (world, random) => {
  const userId = pick(random, world.people) ?? ''
  const roomId = random.pick(world.roomIds)
  const caller = world.server.as(userId)
  const { rooms } = await caller.rooms.heads({})
  if (rooms.some((room) => room.roomId === roomId)) {
    await caller.rooms.leave({ roomId })
    world.forgetful.add(userId)
    return `${nameOf(world, userId)} is out of the ${roomName(world, roomId)}`
  }
  await world.log.addMember(roomId, userId)
  return `${nameOf(world, userId)} is in the ${roomName(world, roomId)} again`
}

/** The process ends, whatever it was doing, and another one starts. */
function restartServer(world: World) {
  world.server.restart()
  for (const { wire } of world.tabs()) wire.cut()
  world.limbo.length = 0
}

const restart: Move = (world) => {
  restartServer(world)
  for (const { wire } of world.tabs()) wire.repair()
  return 'the server starts again'
}

const keep: Move = ({ log }) => {
  log.history?.keep()
  return 'a backup is made'
}

const goBack: Move = async (world) => {
  if (world.wasRestored || !world.log.history?.goBack(restoredLog)) return 'no backup is put back'
  const reach = new Set<string>()
  for (const browser of world.browsers)
    for (const userId of world.people)
      for (const content of await heldBy(browser, userId, world)) reach.add(content)
  for (const content of world.taken) if (!reach.has(content)) world.outOfReach.add(content)
  world.wasRestored = true
  world.upheavals++
  restartServer(world)
  for (const { wire } of world.tabs()) wire.repair()
  return 'the backup is put back'
}

/** The texts of this user that a browser shows them, or has yet to send. */
async function heldBy(browser: SimulatedBrowser, userId: string, world: World): Promise<string[]> {
  const store = browser.peek(userId)
  const waiting = await store.outbox.read()
  const copies = await Promise.all(world.roomIds.map((roomId) => store.room(roomId).read()))
  store.close()
  const shown = copies
    .flatMap((copy) => (copy ? visibleMessages(copy) : []))
    .filter(({ senderId }) => senderId === userId)
  const written = waiting.flatMap(({ command }) => ('content' in command ? command : []))
  return [...shown, ...written].map(({ content }) => original(content))
}

/** The copies of a browser's rooms are emptied, under its open tabs. */
const emptyCopies: Move = async (world, random) => {
  const browser = random.pick(world.browsers)
  const store = browser.peek(browser.cookie)
  for (const roomId of world.roomIds) await store.room(roomId).change(() => undefined)
  store.close()
  world.upheavals++
  world.forgetful.add(browser.cookie)
  return `the copies of ${nameOf(world, browser.cookie)}'s browser are emptied`
}

/** Everything that the browser has stored is deleted. */
const wipe: Move = async (world, random) => {
  const browser = random.pick(world.browsers)
  for (const tab of [...browser.tabs]) killTab(world, tab)
  await world.calm()
  for (const userId of world.people) {
    const store = browser.peek(userId)
    for (const { command } of await store.outbox.read()) {
      if (command.kind === 'send') world.givenUp.add(original(command.content))
      if (command.kind === 'edit') world.edited.delete(original(command.content))
    }
    store.close()
  }
  browser.wipe()
  world.upheavals++
  for (const userId of world.people) world.forgetful.add(userId)
  return `the storage of ${nameOf(world, browser.cookie)}'s browser is wiped`
}

/** A tab takes the lead from another, which works on for a while as if nothing had happened. */
export const stealLead: Move = (world, random) => {
  const browser = random.pick(world.browsers)
  const tab = pick(random, browser.tabs)
  if (!tab) return 'nobody leads'
  const notice = browser.stealLead(tab.userId)
  const milliseconds = random.int(20_000)
  world.clock.after(milliseconds, notice)
  return `the lead of ${nameOf(world, tab.userId)}'s tabs is stolen, which is noticed after ${milliseconds} ms`
}

/** How often each happens, in a thousand. */
const frequencies: readonly (readonly [number, Move])[] = [
  [120, write],
  [70, change],
  [270, network],
  [120, calmNetwork],
  [20, late],
  [35, cut],
  [55, repair],
  [15, wake],
  [30, read],
  [40, scroll],
  [15, watched],
  [6, lag],
  [20, turnTo],
  [12, kill],
  [10, dieWriting],
  [40, open],
  [130, pass],
  [6, lie],
  [6, changePeople],
  [12, membership],
  [6, restart],
  [5, keep],
  [4, goBack],
  [6, emptyCopies],
  [1, wipe],
]
const total = frequencies.reduce((sum, [frequency]) => sum + frequency, 0)

export const someMove: Move = (world, random) => {
  let at = random.int(total)
  for (const [frequency, move] of frequencies) {
    if (at < frequency) return move(world, random)
    at -= frequency
  }
  return 'nothing happens'
}
