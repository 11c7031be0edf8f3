/** The world of one story: people, their browsers, the rooms they share, and a server that may lose its memory. */
import { uuidV7 } from '@/contract/uuid-v7'
import type { Access, TopicAccess } from '@/server/ports/access'
import type { MessageLog } from '@/server/ports/message-log'
import type { RoomDirectory } from '@/server/ports/room-directory'
import { createFakeClock, type FakeClock } from '../fake-clock'
import { type Packet, turn } from '../pumped-wire'
import { createSeededRandom, type SeededRandom } from '../seeded-random'
import { createSimulatedBrowser, openTransactions, type SimulatedBrowser, type SimulatedTab } from './browser'
import { createSimulatedServer, type SimulatedServer } from './server'

/** Where a story's rooms and messages are: memory for speed, or PostgreSQL. */
export interface StoryLog {
  messageLog: MessageLog
  directory: RoomDirectory
  access: Access & TopicAccess
  /** Makes somebody a member of any room. */
  addMember(roomId: string, userId: string): Promise<void>
  /** Keeps the present, and goes back to what was kept, as another history. Absent where nothing can be restored. */
  history?: { keep(): void; goBack(log: string): boolean }
  /** From now on older pages come from a copy of the database that hears of nothing more; or no longer. */
  lag?(lags: boolean): void
  close?(): Promise<void>
}

export interface Text {
  content: string
  userId: string
  roomId: string
}

export interface World {
  clock: FakeClock
  server: SimulatedServer
  log: StoryLog
  rooms: { lobby: string; team: string }
  roomIds: readonly [string, string]
  people: readonly [string, ...string[]]
  /** Owns the rooms and never leaves them: the truth is what they can read. */
  archivist: string
  /** One that the first and the third share, and two devices of the second. */
  browsers: readonly [SimulatedBrowser, SimulatedBrowser, SimulatedBrowser]
  tabs(): SimulatedTab[]
  /** Requests of dead tabs, which may still arrive. */
  limbo: Packet[]
  /** How many texts were written. */
  texts: number
  /** Everything that was written, by its text: taken by an outbox, or perhaps, where its tab died of it. */
  written: Map<string, Text>
  /** What an outbox has said that it took. */
  taken: Set<string>
  /** Texts with an edit that an outbox has taken, and nobody has given up. */
  edited: Set<string>
  /** Messages that somebody has given up or replaced: nobody misses them. */
  givenUp: Set<string>
  /** Messages that were given up before the server had them, and are not on their way any more: nobody ever sees them. */
  withdrawn: Set<string>
  /** Copies or whole storages that were emptied on purpose, and restores: what was shown may go. */
  upheavals: number
  /** Whose copies are not whole: a restored server's losses cannot all be offered to them. */
  forgetful: Set<string>
  wasRestored: boolean
  /** Texts that no device of their author showed when the server was restored: nobody can be asked about them. */
  outOfReach: Set<string>
  /** Something stored could not be read, or a listener failed. */
  defects: Error[]
  ids: () => string
  /** Lets everything happen that waits neither for time nor for the network. */
  calm(): Promise<void>
}

/** Most changes in a page of a rejoin. */
const page = 4
/** In each room there may be up to so many messages before the story begins: more than a first page. */
const mostPast = 20
/** Tokens are renewed 30 s before their end. */
const tokenLife = 45_000

const personOf = (n: number) => `00000000-0000-7000-8000-0000000000e${n}`

export async function createWorld(
  seed: number,
  openLog: (now: () => number) => Promise<StoryLog>,
): Promise<World> {
  const clock = createFakeClock()
  const random: SeededRandom = createSeededRandom(seed)
  const log = await openLog(clock.now)
  const defects: Error[] = []
  const server = createSimulatedServer({
    ...{ ...log, clock, tokenLife },
    publish(topic, event, payload) {
      for (const { wire } of tabs()) wire.publish(topic, event, payload)
    },
  })
  const ids = () => uuidV7(clock.now(), random.bytes(10))
  const people = [personOf(1), personOf(2), personOf(3)] as const
  const open = (userId: string) =>
    createSimulatedBrowser({
      ...{ userId, server, clock, random, page, onDefect: (error) => void defects.push(error) },
    })
  const browsers = [open(people[0]), open(people[1]), open(people[1])] as const
  const tabs = () => browsers.flatMap((browser) => browser.tabs)

  const rooms = { lobby: ids(), team: ids() }
  const archivist = personOf(9)
  for (const userId of [...people, archivist]) await server.as(userId).profiles.rename({ name: 'Somebody' })
  const owner = server.as(archivist)
  await owner.rooms.create({ id: rooms.lobby, name: 'Lobby', kind: 'public' })
  await owner.rooms.create({ id: rooms.team, name: 'Team', kind: 'private' })
  for (const userId of people)
    for (const roomId of [rooms.lobby, rooms.team]) await log.addMember(roomId, userId)
  const written = new Map<string, Text>()
  const past = random.int(mostPast)
  for (const roomId of [rooms.lobby, rooms.team]) {
    for (let n = 0; n < past; n++) {
      const content = `old ${written.size}`
      written.set(content, { content, userId: archivist, roomId })
      const sentAt = new Date(clock.now()).toISOString()
      await owner.messages.send({ id: ids(), roomId, content, sentAt })
    }
  }

  return {
    ...{ clock, server, log, rooms, people, archivist, browsers, tabs, defects, ids },
    roomIds: [rooms.lobby, rooms.team],
    ...{ limbo: [], texts: 0, written, taken: new Set(), edited: new Set(), givenUp: new Set() },
    ...{ withdrawn: new Set<string>(), outOfReach: new Set<string>() },
    ...{ upheavals: 0, forgetful: new Set<string>(), wasRestored: false },
    async calm() {
      for (let quiet = 0; quiet < 2; ) {
        await turn()
        const isBusy = openTransactions() > 0 || tabs().some(({ mortal }) => mortal.busy() > 0)
        quiet = isBusy ? 0 : quiet + 1
      }
    },
  }
}
