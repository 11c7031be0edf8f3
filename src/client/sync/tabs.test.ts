/** Several tabs of one user on one disk, and what is there when they have all gone and come back. */
import { expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { createModelServer } from '@/testing/model-server'
import { type Packet, turn } from '@/testing/pumped-wire'
import { createSeededRandom } from '@/testing/seeded-random'
import { createMember, log, me, other, restoredLog, roomId } from './engine-fixture'

function createBrowser() {
  const clock = createFakeClock()
  const random = createSeededRandom(1)
  const server = createModelServer(log)
  server.addRoom(roomId)
  const disk = createMemoryDisk()
  const lead = createMemoryLead()
  const tabs: ReturnType<typeof createMember>[] = []
  server.onPublish = (topic, event, payload) => {
    for (const { network } of tabs) network.publish(topic, event, payload)
  }
  const commands: string[] = []
  const apply = server.apply
  server.apply = (command) => {
    commands.push(command.id)
    return apply(command)
  }
  return {
    ...{ clock, server, disk, commands, lead },
    open() {
      const tab = createMember(server, me, clock, random, disk, lead)
      tabs.push(tab)
      let hide = tab.show()
      return {
        ...tab,
        hide: () => hide(),
        show() {
          hide = tab.show()
        },
        /** As a killed tab: its timers and sockets end, and nobody is told. */
        kill() {
          tabs.splice(tabs.indexOf(tab), 1)
          tab.sync.close()
        },
      }
    },
    theirs: (content: string, n: number) =>
      server.apply({
        ...{ kind: 'send', id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`, as: other, roomId },
        ...{ content, sentAt: '2026-01-01T00:00:00.000Z' },
      }),
    /** Moves time on, delivering everything that happens on the way. */
    async pass(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= 100) {
        clock.advance(Math.min(100, left))
        for (const { network } of tabs) await network.settle()
      }
    },
  }
}

test('OB-20 FC-02 what is written in any tab is sent by one of them, once, and all show it', async () => {
  const { open, pass, commands } = createBrowser()
  const [one, two] = [open(), open()]
  await pass(500)
  await two.room.actions.send('from the second')
  await pass(1_000)
  expect(commands).toHaveLength(1)
  await one.room.actions.send('from the first')
  await pass(1_000)
  expect(new Set(commands).size).toBe(2)
  expect(commands).toHaveLength(2)
  for (const { texts, room } of [one, two]) {
    expect(texts()).toEqual(['from the second', 'from the first'])
    expect(room.view().items.map(({ kind }) => kind)).toEqual(['message', 'message'])
  }
})

test('OB-20 a pending message shows in every tab, and when the tab that sends is gone another sends', async () => {
  const { open, pass, server } = createBrowser()
  const [one, two] = [open(), open()]
  await pass(500)
  one.network.cut()
  await one.room.actions.send('written in the tunnel')
  await turn()
  expect(two.room.view().items).toMatchObject([{ kind: 'pending', content: 'written in the tunnel' }])
  one.kill()
  await pass(1_000)
  expect(server.messages(roomId)).toMatchObject([{ content: 'written in the tunnel' }])
  expect(two.room.view().items).toMatchObject([{ kind: 'message' }])
})

test('OB-20 FC-02 a tab that dies while sending: the next sends the same command again, and there is one message', async () => {
  const { open, pass, server, commands } = createBrowser()
  const one = open()
  await pass(500)
  await one.room.actions.send('mine')
  await one.network.deliver('apply')
  expect(server.messages(roomId)).toHaveLength(1)
  one.kill()
  const two = open()
  await pass(1_000)
  expect(commands).toHaveLength(2)
  expect(new Set(commands).size).toBe(1)
  expect(two.texts()).toEqual(['mine'])
  expect(two.room.view().items).toMatchObject([{ kind: 'message' }])
})

test('TB-02 FC-02 the lead is stolen with a request on its way: one message of each, in their order, in both tabs', async () => {
  const { open, pass, server, lead, commands } = createBrowser()
  const [one, two] = [open(), open()]
  await pass(500)
  await one.room.actions.send('first')
  await turn()
  const [late] = one.network.packets.splice(
    one.network.packets.findIndex(({ name }) => name === 'apply'),
    1,
  )
  const notice = lead.deafen()
  lead.steal()
  await two.room.actions.send('second')
  await pass(1_000)
  late?.deliver()
  await one.room.actions.send('third')
  await pass(1_000)
  notice()
  await two.room.actions.send('fourth')
  await pass(5_000)
  expect(server.messages(roomId).map(({ content }) => content)).toEqual([
    'first',
    'second',
    'third',
    'fourth',
  ])
  expect(commands.length).toBeGreaterThan(4)
  for (const { room } of [one, two]) {
    expect(room.view().items).toMatchObject(
      ['first', 'second', 'third', 'fourth'].map((content) => ({ kind: 'message', content })),
    )
  }
})

test('OB-21 FC-03 a tab killed right after the message was taken: it is there, and sent, at the next start', async () => {
  const { open, pass, server } = createBrowser()
  const one = open()
  await pass(500)
  one.network.cut()
  await one.room.actions.send('typed in the lift')
  one.kill()
  expect(server.messages(roomId)).toEqual([])
  const two = open()
  await turn()
  expect(two.room.view().items).toMatchObject([{ kind: 'pending' }])
  await pass(1_000)
  expect(server.messages(roomId)).toMatchObject([{ content: 'typed in the lift' }])
  expect(two.texts()).toEqual(['typed in the lift'])
})

test('SY-31 what was here is shown at the next start before the server is heard, and then only what is new is fetched', async () => {
  const { open, pass, theirs } = createBrowser()
  for (let n = 1; n <= 3; n += 1) theirs(`message ${n}`, n)
  const one = open()
  await pass(500)
  expect(one.texts()).toHaveLength(3)
  one.kill()
  theirs('while away', 4)
  const two = open()
  await turn()
  expect(two.texts()).toEqual(['message 1', 'message 2', 'message 3'])
  expect(two.network.packets.map(({ name }) => name)).not.toContain('history')
  await pass(500)
  expect(two.texts()).toEqual(['message 1', 'message 2', 'message 3', 'while away'])
})

test('FC-08 what waits to be sent outlives an emptied copy, which comes back by itself', async () => {
  const { open, pass, theirs, disk, server } = createBrowser()
  theirs('first', 1)
  const one = open()
  await pass(500)
  one.network.cut()
  await one.room.actions.send('typed in the lift')
  await disk
    .open()
    .room(roomId)
    .change(() => undefined)
  expect(one.texts()).toEqual(['typed in the lift'])
  one.network.repair()
  await pass(35_000)
  expect(one.texts()).toEqual(['first', 'typed in the lift'])
  expect(server.messages(roomId)).toHaveLength(2)
})

test('SY-32 every tab receives; they merge into one copy, whichever is ahead', async () => {
  const { open, pass, theirs, disk } = createBrowser()
  const [one, two] = [open(), open()]
  await pass(500)
  theirs('first', 1)
  await two.network.settle()
  expect(one.texts()).toEqual(['first'])
  two.network.cut()
  theirs('second', 2)
  theirs('third', 3)
  await one.network.settle()
  await pass(300)
  expect(two.texts()).toEqual(['first', 'second', 'third'])
  expect(await disk.open().room(roomId).read()).toMatchObject({ cursor: 3, target: 3, floor: 1 })
})

test('SY-32 an older first page that comes late does not replace what another tab has by then', async () => {
  const { open, pass, theirs, disk } = createBrowser()
  theirs('first', 1)
  const one = open()
  await turn()
  await one.network.deliver('history')
  const late = one.network.packets.splice(0).find(({ name }) => name === 'history')
  theirs('second', 2)
  const two = open()
  await pass(500)
  expect(await disk.open().room(roomId).read()).toMatchObject({ cursor: 2 })
  late?.deliver()
  await turn()
  expect(await disk.open().room(roomId).read()).toMatchObject({ cursor: 2 })
  expect(two.texts()).toEqual(['first', 'second'])
})

test('SY-44 what another tab has already learnt of a restored history is not taken for lost', async () => {
  const { open, pass, theirs, server, disk, clock } = createBrowser()
  for (const n of [1, 2, 3]) theirs(`old ${n}`, n)
  const [one, two] = [open(), open()]
  await pass(500)
  server.restore(restoredLog, 1)
  for (const { network } of [one, two]) network.cut()
  one.wake()
  await turn()
  const { packets } = one.network
  const isPage = ({ kind, name }: Packet) => kind === 'answer' && name === 'history'
  while (!packets.some(isPage)) {
    clock.advance(100)
    await turn()
    if (packets.length > 0) await one.network.deliver()
  }
  const late = packets.splice(0).find(isPage)
  two.wake()
  await two.network.settle()
  await two.room.actions.send('mine')
  await pass(1_000)
  expect(await disk.open().room(roomId).read()).toMatchObject({ log: restoredLog, cursor: 2 })
  late?.deliver()
  await pass(1_000)
  expect(await disk.open().outbox.read()).toEqual([])
  expect(one.texts()).toEqual(['old 1', 'mine'])
})

test('OB-08 when the acknowledgement comes before the message, the command leaves the disk with the message', async () => {
  const { open, pass, disk } = createBrowser()
  const { room, network, texts } = open()
  await pass(5_000)
  await room.actions.send('mine')
  await network.deliver('apply')
  await network.deliver('apply')
  const stored = () => disk.open().outbox.read()
  expect(await stored()).toMatchObject([{ state: { is: 'acked' } }])
  await network.settle()
  await turn()
  expect(await stored()).toEqual([])
  expect(texts()).toEqual(['mine'])
})

test('FC-08 SY-33 whoever is far behind begins anew with the newest page, keeps what waits to be sent, and loads older pages on demand', async () => {
  const { open, pass, server, theirs } = createBrowser()
  theirs('long ago', 1)
  const one = open()
  await pass(500)
  one.network.cut()
  await one.room.actions.send('still waiting')
  one.kill()
  for (let n = 2; n <= limits.farBehind + 5; n += 1) theirs(`message ${n}`, n)
  const two = open()
  await pass(2_000)
  const view = two.room.view()
  expect(view.hasOlder).toBe(true)
  expect(two.texts().slice(-2)).toEqual([`message ${limits.farBehind + 5}`, 'still waiting'])
  expect(two.texts()).not.toContain('long ago')
  expect(view.items.length).toBeLessThanOrEqual(limits.historyPage + 1)
  two.room.actions.loadOlder()
  await pass(500)
  expect(two.room.view().items.length).toBeGreaterThan(view.items.length)
  expect(server.messages(roomId).at(-1)).toMatchObject({ content: 'still waiting' })
})

test('SY-34 a room that nobody looks at any more keeps its newest messages, once no other tab shows more', async () => {
  const { open, pass, theirs, disk } = createBrowser()
  const one = open()
  const two = open()
  await pass(500)
  for (let n = 1; n <= limits.cachedMessages + 50; n += 1) theirs(`message ${n}`, n)
  await pass(500)
  const copy = () => disk.open().room(roomId).read()
  one.hide()
  await pass(6_000)
  expect((await copy())?.messages).toHaveLength(limits.cachedMessages + 50)
  expect(two.texts()).toHaveLength(limits.cachedMessages + 50)
  one.show()
  two.kill()
  one.hide()
  await pass(6_000)
  expect(await copy()).toMatchObject({ floor: 51 })
  expect((await copy())?.messages).toHaveLength(limits.cachedMessages)
})

test('OB-24 what another tab noted after the room was let go of goes too', async () => {
  const { server, disk, theirs, open, pass } = createBrowser()
  theirs('hello', 1)
  open()
  await pass(1_000)
  const store = disk.open()
  const copy = await store.room(roomId).read()
  expect(copy?.messages).toHaveLength(1)
  server.removeRoom(roomId)
  await pass(35_000)
  expect(await store.room(roomId).read()).toBeUndefined()
  // A tab that had not heard of it, and died right then.
  const id = '00000000-0000-7000-8000-000000000002'
  const command = {
    kind: 'send',
    id,
    as: me,
    roomId,
    content: 'hi',
    sentAt: '2026-01-01T00:00:00.000Z',
  } as const
  const state = { is: 'acked', log, position: 2 } as const
  await store.outbox.change(() => [{ command, order: 1, dependsOn: undefined, state, serverFailures: 0 }])
  await store.room(roomId).change(() => copy)
  await pass(35_000)
  expect(await store.outbox.read()).toEqual([])
  expect(await store.room(roomId).read()).toBeUndefined()
})

test('SY-35 a disk that fails is worked around: the merge is done again, and nothing is missing', async () => {
  const { open, pass, theirs, disk } = createBrowser()
  const one = open()
  await pass(500)
  disk.failNext(new Error('connection lost'))
  theirs('first', 1)
  await pass(2_000)
  expect(one.texts()).toEqual(['first'])
  expect(one.room.view().connection).toEqual({ state: 'online' })
})
