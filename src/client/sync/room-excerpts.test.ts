/** Going to a message far back: what is around it, and nothing of what lies between. */
import { expect, test } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { createPumpedNetwork } from '@/testing/pumped-network'
import { turn } from '@/testing/pumped-wire'
import { createFixture, createMember, me, restoredLog, roomId } from './engine-fixture'
import { createRoomExcerpts } from './room-excerpts'
import { openLog } from './room-log'
import type { ChatItem } from './view'

/** A client that shows the newest 50 messages of 1,000, each called by its position. */
async function longRoom() {
  const fixture = createFixture()
  for (let seq = 1; seq <= 1_000; seq++) fixture.theirs({ content: String(seq) })
  const hide = fixture.show()
  await fixture.network.settle()
  /** Goes there, and answers whether it was found, where that is known. */
  async function go(seq: number) {
    let found: boolean | undefined
    fixture.room.actions.loadAround({ seq }).then((value) => {
      found = value
    })
    await fixture.network.settle()
    return found
  }
  function fill(at: 'beginning' | 'end') {
    const [gap] = fixture.room.view().gaps
    if (gap) fixture.room.actions.loadBetween(gap, at)
  }
  const idOf = (seq: number) =>
    fixture.server.messages(roomId).find((message) => message.seq === seq)?.id ?? ''
  return { ...fixture, hide, go, fill, idOf, stretches: () => stretchesOf(fixture.room.view().items) }
}

/** The first and the last position of each stretch without a gap; every position between must be there. */
function stretchesOf(items: readonly ChatItem[]): [number, number][] {
  const stretches: [number, number][] = []
  let isNew = true
  for (const item of items) {
    if (item.kind === 'gap') {
      isNew = true
      continue
    }
    const seq = 'seq' in item ? item.seq : 0
    const last = stretches.at(-1)
    if (isNew || !last) stretches.push([seq, seq])
    else {
      expect(seq).toBe(last[1] + 1)
      last[1] = seq
    }
    isNew = false
  }
  return stretches
}

test('SY-60 a message far back comes with what is around it, in one request, and the rest stays as it is', async () => {
  const { network, room, go, stretches } = await longRoom()
  let asked = 0
  const { history } = network.transport
  network.transport.history = (input) => {
    asked += 1
    return history(input)
  }
  expect(await go(400)).toBe(true)
  expect(asked).toBe(1)
  expect(stretches()).toEqual([
    [350, 449],
    [951, 1_000],
  ])
  expect(room.view().hasOlder).toBe(true)
  expect(room.view().items.find(({ kind }) => kind === 'gap')).toMatchObject({
    between: { from: 450, to: 951 },
  })
})

test('SY-60 a message is found by its id alone', async () => {
  const { network, room, idOf, stretches } = await longRoom()
  void room.actions.loadAround({ id: idOf(400) })
  await network.settle()
  expect(stretches()).toEqual([
    [350, 449],
    [951, 1_000],
  ])
})

test('SY-60 what is here is not asked for', async () => {
  const { network, room, go, idOf } = await longRoom()
  await go(400)
  const { items } = room.view()
  network.transport.history = () => Promise.reject(new Error('asked again'))
  expect(await go(360)).toBe(true)
  expect(await go(990)).toBe(true)
  expect(await room.actions.loadAround({ id: idOf(360) })).toBe(true)
  expect(room.view().items).toBe(items)
})

test('SY-60 near what is here, nothing is left out between', async () => {
  const { go, stretches } = await longRoom()
  await go(905)
  expect(stretches()).toEqual([[851, 1_000]])
})

test('SY-60 whoever reads on fills the gap from where they come, and then it is one conversation, kept as such', async () => {
  const { network, room, go, fill, stretches, disk } = await longRoom()
  await go(700)
  fill('beginning')
  await network.settle()
  expect(stretches()).toEqual([
    [650, 849],
    [951, 1_000],
  ])
  fill('end')
  await network.settle()
  expect(stretches()).toEqual([
    [650, 849],
    [851, 1_000],
  ])
  fill('beginning')
  await network.settle()
  expect(stretches()).toEqual([[650, 1_000]])
  expect((await disk.open().room(roomId).read())?.floor).toBe(650)
  room.actions.loadOlder()
  await network.settle()
  expect(stretches()).toEqual([[550, 1_000]])
})

test('SY-60 before it older ones come, to the first', async () => {
  const { network, room, go, stretches } = await longRoom()
  await go(120)
  expect(stretches()[0]).toEqual([70, 169])
  room.actions.loadOlder()
  await network.settle()
  expect(stretches()[0]).toEqual([1, 169])
  expect(room.view().hasOlder).toBe(false)
})

test('SY-60 whoever goes to several places has all of them; what touches is one, and of too many the first one goes', async () => {
  const { go, stretches } = await longRoom()
  await go(400)
  await go(480)
  await go(100)
  expect(stretches()).toEqual([
    [50, 149],
    [350, 529],
    [951, 1_000],
  ])
  await go(700)
  await go(250)
  await go(820)
  expect(stretches()).toEqual([
    [50, 149],
    [200, 299],
    [650, 749],
    [770, 869],
    [951, 1_000],
  ])
})

test('SY-60 once nobody looks at the room any more, it is let go of', async () => {
  const { go, hide, show, pass, stretches } = await longRoom()
  await go(400)
  hide()
  await pass(10_000)
  show()
  await pass(1_000)
  expect(stretches()).toEqual([[951, 1_000]])
})

test('SY-60 what comes when nobody looks any more is not taken in', async () => {
  const { network, room, hide, show, pass, stretches } = await longRoom()
  void room.actions.loadAround({ seq: 400 })
  await turn()
  const [question] = network.packets.filter(({ name }) => name === 'history')
  network.packets.length = 0
  hide()
  await pass(10_000)
  show()
  await question?.deliver()
  await pass(1_000)
  expect(stretches()).toEqual([[951, 1_000]])
})

test('SY-61 what changed while it was under way is there a moment later', async () => {
  const { network, topic, room, theirs, pass, idOf, texts } = await longRoom()
  void room.actions.loadAround({ seq: 400 })
  await turn()
  await network.deliver('history')
  theirs({ kind: 'edit', messageId: idOf(380) })
  await network.deliver(topic)
  await network.deliver('history')
  expect(texts()[30]).toBe('380')
  await pass(1_500)
  expect(texts()[30]).toBe('edited')
})

test('SY-62 whoever looks for several messages finds all of them', async () => {
  const { network, room, idOf, stretches } = await longRoom()
  const found = [100, 500, 700].map((seq) => room.actions.loadAround({ id: idOf(seq) }))
  await network.settle()
  expect(await Promise.all(found)).toEqual([true, true, true])
  expect(stretches()).toHaveLength(4)
})

test('SY-61 with the copy that is emptied it goes too', async () => {
  const { disk, pass, go, stretches } = await longRoom()
  await go(400)
  await disk
    .open()
    .room(roomId)
    .change(() => undefined)
  await pass(1_000)
  expect(stretches()).toEqual([[951, 1_000]])
})

test('SY-61 what changes in it changes at once, also by oneself', async () => {
  const { room, theirs, pass, go, idOf, texts } = await longRoom()
  await go(400)
  theirs({ kind: 'edit', messageId: idOf(380) })
  await pass(500)
  expect(texts()[30]).toBe('edited')
  await room.actions.react(idOf(390), '🎉', true)
  await pass(500)
  expect(room.view().items[40]).toMatchObject({ reactions: [{ emoji: '🎉', userIds: [me] }] })
})

test('SY-61 what changed in it while the network was away is there when it is back', async () => {
  const { network, theirs, pass, go, idOf, texts, stretches } = await longRoom()
  await go(400)
  network.cut()
  theirs({ kind: 'edit', messageId: idOf(380) })
  await pass(2_000)
  network.repair()
  await pass(40_000)
  expect(texts()[30]).toBe('edited')
  expect(stretches()[0]).toEqual([350, 449])
})

test('SY-61 what another tab caught up with, this one asks for', async () => {
  const { network, server, clock, random, disk, lead, theirs, pass, go, idOf, texts } = await longRoom()
  await go(400)
  const two = createMember(server, me, clock, random, disk, lead)
  two.show()
  await two.network.settle()
  network.cut()
  theirs({ kind: 'edit', messageId: idOf(380) })
  // The other tab hears it in this one's stead.
  server.onPublish = () => {}
  two.wake()
  await two.network.settle()
  network.repair()
  await pass(40_000)
  expect(texts()[30]).toBe('edited')
})

test('SY-61 of another history, or too far behind, it is let go of', async () => {
  const restored = await longRoom()
  await restored.go(400)
  restored.server.restore(restoredLog, 900)
  restored.theirs({ content: 'after it' })
  await restored.pass(5_000)
  expect(restored.stretches()).toEqual([[702, 901]])

  const { network, server, theirs, pass, go, stretches } = await longRoom()
  await go(400)
  network.cut()
  server.onPublish = () => {}
  for (let count = 0; count <= limits.farBehind; count++) theirs({ content: 'more' })
  await pass(1_000)
  network.repair()
  await pass(60_000)
  expect(stretches()).toHaveLength(1)
})

test('SY-62 without a network it is looked for until there is one', async () => {
  const { network, pass, go, stretches } = await longRoom()
  const { history } = network.transport
  let asked = 0
  network.transport.history = () => {
    asked += 1
    return Promise.reject(new ParleyError('UNAVAILABLE'))
  }
  expect(await go(400)).toBeUndefined()
  await pass(300_000)
  expect(asked).toBeGreaterThan(5)
  expect(asked).toBeLessThan(30)
  network.transport.history = history
  await pass(31_000)
  expect(stretches()[0]).toEqual([350, 449])
})

test('SY-62 what could not be asked for is asked for at once when the server answers again', async () => {
  const { network, wake, pass, go, stretches } = await longRoom()
  const { history } = network.transport
  network.transport.history = () => Promise.reject(new ParleyError('UNAVAILABLE'))
  await go(400)
  // By now the next try of its own would be half a minute away.
  await pass(120_000)
  network.transport.history = history
  wake()
  await network.settle()
  expect(stretches()[0]).toEqual([350, 449])
})

test('SY-62 what is kept, and was not read yet, is looked through before anybody is asked', async () => {
  const { server, clock, random } = await longRoom()
  const whole = openLog(roomId, server.history({ roomId, limit: 1_000 }), 0)
  let held = { ...whole, floor: 901 }
  const nobody = () => Promise.reject(new Error('asked'))
  const excerpts = createRoomExcerpts(roomId, {
    stored: {
      current: () => held,
      hasMore: () => held.floor > 1,
      async readMore() {
        held = { ...held, floor: held.floor - 300 }
        return true
      },
      read: async () => held,
      change: nobody,
    },
    transport: { ...createPumpedNetwork(server).transport, history: nobody },
    ...{ page: 100, clock, random: random.next, change: nobody, changed() {} },
  })
  expect(await excerpts.loadAround({ seq: 400 })).toBe(true)
  expect(excerpts.shown()).toMatchObject({ from: 301, gaps: [] })
})

test('SY-62 where there is no such message, that is said, and nothing is asked for again', async () => {
  const { network, room, pass, stretches } = await longRoom()
  let found: boolean | undefined
  room.actions.loadAround({ id: '00000000-0000-7000-8000-00000000dead' }).then((value) => {
    found = value
  })
  await pass(500)
  expect(found).toBe(false)
  network.transport.history = () => Promise.reject(new Error('asked again'))
  await pass(60_000)
  expect(stretches()).toHaveLength(1)
})
