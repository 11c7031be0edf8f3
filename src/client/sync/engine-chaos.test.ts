/** Two users in one room, over networks on which anything may happen; one seed is one story. */
import { expect, test } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createModelServer } from '@/testing/model-server'
import { turn } from '@/testing/pumped-network'
import { createSeededRandom, type SeededRandom } from '@/testing/seeded-random'
import { createMember, log, me, other, restoredLog, roomId } from './engine-fixture'

const seeds = Array.from({ length: 60 }, (_, index) => index + 1)

type Member = ReturnType<typeof createMember>

test.each(seeds)(
  'SY-28 after any faults, both users show exactly the log, and nothing was shown twice or lost (seed %i)',
  async (seed) => {
    const random = createSeededRandom(seed)
    const clock = createFakeClock()
    const server = createModelServer(log)
    server.addRoom(roomId)
    const members = [
      createMember(server, me, clock, random),
      createMember(server, other, clock, random),
    ] as const
    server.onPublish = (topic, event, payload) => {
      for (const { network } of members) network.publish(topic, event, payload)
    }
    for (const { show } of members) show()

    const sent: string[] = []
    for (let moves = 0; moves < 150; moves++) {
      const member = random.pick(members)
      const what = random.int(100)
      if (what < 12) sent.push(await write(member, random))
      else if (what < 60) disturb(member, random)
      else if (what < 63) member.network.cut()
      else if (what < 68) member.network.repair()
      else if (what < 70) member.wake()
      else if (what < 71) server.raiseEpoch(roomId)
      else if (what < 72 && server.log === log)
        server.restore(restoredLog, random.int(server.head(roomId) + 1))
      else clock.advance(random.int(1_500))
      await turn()
      for (const { room } of members) expectSound(room.view().items)
    }

    for (const { network } of members) network.repair()
    for (let seconds = 0; seconds < 90; seconds++) {
      for (const { network } of members) await network.settle()
      clock.advance(1_000)
    }
    for (const { network } of members) await network.settle()

    const truth = server.messages(roomId)
    for (const { room } of members) {
      const { items, connection } = room.view()
      expect(connection).toEqual({ state: 'online' })
      expect(items.map((item) => item.id)).toEqual(truth.map((message) => message.id))
      expect(items.map((item) => ('content' in item ? item.content : ''))).toEqual(
        truth.map(({ content }) => content),
      )
      expect(items.every((item) => item.kind === 'message' || item.kind === 'removed')).toBe(true)
    }
    if (server.log === log) for (const id of sent) expect(truth.map((message) => message.id)).toContain(id)
  },
)

/** Sends a message, or changes one that is shown. Answers a sent message's id, or that of one that exists. */
async function write({ room }: Member, random: SeededRandom): Promise<string> {
  const { items } = room.view()
  const target = items[random.int(items.length)]
  const what = random.int(6)
  if (target?.kind === 'message' && what === 0) room.actions.edit(target.id, `edited ${random.int(1_000)}`)
  else if (target?.kind === 'message' && what === 1) room.actions.react(target.id, '👍', random.int(2) === 0)
  else {
    await room.actions.send(`text ${random.int(1_000)}`)
    return room.view().items.at(-1)?.id ?? ''
  }
  return target.id
}

/** One packet is delivered, lost, doubled or overtaken. */
function disturb({ network: { packets } }: Member, random: SeededRandom) {
  const [packet] = packets.splice(random.int(4) === 0 ? random.int(packets.length) : 0, 1)
  if (!packet) return
  const what = random.int(10)
  // A request or an answer that was lost has been noticed; only hints can come twice.
  if (what === 0) packet.drop()
  else packet.deliver()
  if (what === 1 && packet.kind === 'frame') packet.deliver()
}

function expectSound(items: Member['views'][number]) {
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
  const positions = items.flatMap((item) => ('seq' in item ? [item.seq] : []))
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
}
