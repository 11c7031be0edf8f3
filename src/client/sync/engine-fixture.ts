/** A sync client on a hand-pumped network, for tests: one user, one room, one server in memory. */
import type { Command } from '@/contract/commands'
import { roomTopic } from '@/contract/realtime'
import { uuidV7 } from '@/contract/uuid-v7'
import { createFakeClock, type FakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk, type MemoryDisk } from '@/testing/memory-local-store'
import { createModelServer, type ModelServer } from '@/testing/model-server'
import { createPumpedNetwork } from '@/testing/pumped-network'
import { createSeededRandom, type SeededRandom } from '@/testing/seeded-random'
import { createSync } from './engine'
import type { ChatItem } from './view'

export const roomId = '00000000-0000-7000-8000-0000000000c1'
export const me = '00000000-0000-7000-8000-0000000000d1'
export const other = '00000000-0000-7000-8000-0000000000d2'
export const log = '00000000-0000-7000-8000-00000000000a'
export const restoredLog = '00000000-0000-7000-8000-00000000000b'

/** A user's client on a network of its own, to a server that others may use too. */
export function createMember(
  server: ModelServer,
  userId: string,
  clock: FakeClock,
  random: SeededRandom,
  disk: Pick<MemoryDisk, 'open'> = createMemoryDisk(),
  lead = createMemoryLead(),
) {
  const network = createPumpedNetwork(server)
  const ids = () => uuidV7(clock.now(), random.bytes(10))
  let wake = () => {}
  let change = () => {}
  let offline = false
  let seen = true
  const sync = createSync({
    ...{ userId, clock, random: random.next, ids, transport: network.transport, live: network.live },
    ...{ store: disk.open(), lead },
    connectivity: {
      isOffline: () => offline,
      isSeen: () => seen,
      onChange(callback) {
        change = callback
        return () => {}
      },
      onWake(callback) {
        wake = callback
        return () => {}
      },
    },
  })
  const room = sync.room(roomId)
  const views: (readonly ChatItem[])[] = []
  return {
    ...{ network, sync, room, views, ids, disk, lead },
    wake: () => wake(),
    /** Whether somebody can see the page. */
    look(isSeen: boolean) {
      seen = isSeen
    },
    /** What the machine says of its network. */
    say(isOffline: boolean) {
      offline = isOffline
      change()
    },
    /** Shows the room, and remembers everything that was ever shown. */
    show: () => room.subscribe(() => views.push(room.view().items)),
    /** What is shown, message by message. */
    texts: () => room.view().items.map((item) => ('content' in item ? item.content : item.kind)),
  }
}

export function createFixture(seed = 1) {
  const random = createSeededRandom(seed)
  const clock = createFakeClock()
  const server = createModelServer(log)
  server.addRoom(roomId)
  const disk = createMemoryDisk()
  const member = createMember(server, me, clock, random, disk)
  const { network, ids } = member
  server.onPublish = network.publish

  return {
    ...{ random, clock, server, ...member, disk },
    topic: roomTopic(roomId, 1),
    /** Somebody else does something. */
    theirs(what: { content?: string } | { kind: 'edit' | 'remove' | 'react'; messageId: string }) {
      const base = { id: ids(), as: other, roomId }
      if (!('messageId' in what)) {
        const sentAt = '2026-01-01T00:00:00.000Z'
        return act({ kind: 'send', ...base, content: what.content ?? 'hello', sentAt })
      }
      const { kind, messageId } = what
      if (kind === 'edit') return act({ kind, ...base, messageId, content: 'edited' })
      if (kind === 'react') return act({ kind, ...base, messageId, emoji: '👍', present: true })
      return act({ kind, ...base, messageId })
    },
    /** Moves time on in small steps, delivering everything that happens on the way. */
    async pass(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= 100) {
        clock.advance(Math.min(100, left))
        await network.settle()
      }
    },
  }

  function act(command: Command): string {
    server.apply(command)
    return command.id
  }
}
