/** The sync client against a model server, over a network that drops, delays, repeats and reorders. */
import { describe, expect, test } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Change, RoomEvent } from '@/contract/message'
import { roomTopic, userTopic } from '@/contract/realtime'
import { turn } from '@/testing/pumped-wire'
import { createFixture, log, me, restoredLog, roomId } from './engine-fixture'

/** A client that shows a room with one message and is live. */
async function live(seed?: number) {
  const fixture = createFixture(seed)
  const first = fixture.theirs({ content: 'first' })
  fixture.show()
  await fixture.network.settle()
  expect(fixture.room.view()).toMatchObject({ loaded: true, connection: { state: 'online' } })
  return { ...fixture, first }
}

/** The heads are known, and of the room nothing is kept yet. */
async function knowRooms(network: ReturnType<typeof createFixture>['network']) {
  await network.deliver('heads')
  await network.deliver('heads')
  await network.drop('history')
}

describe('connecting', () => {
  test('SY-10 a room loads its newest page, joins its topic, rejoins from the cursor, and is live', async () => {
    const { network, room, show, theirs, texts } = createFixture()
    theirs({ content: 'first' })
    show()
    expect(room.view()).toMatchObject({ loaded: false, connection: { state: 'connecting' }, items: [] })
    await network.deliver('history')
    await network.deliver('history')
    expect(texts()).toEqual(['first'])
    expect(network.topics()).toContain(roomTopic(roomId, 1))
    await network.deliver(roomTopic(roomId, 1))
    expect(network.packets.map((packet) => packet.name)).toContain('rejoin')
    await network.settle()
    expect(room.view().connection).toEqual({ state: 'online' })
  })

  test('FC-09 SY-10 a message committed between the snapshot and the subscription arrives', async () => {
    const { network, show, theirs, texts } = createFixture()
    show()
    await network.deliver('history')
    theirs({ content: 'in between' })
    await network.settle()
    expect(texts()).toEqual(['in between'])
  })

  test('FC-10 SY-11 "joined" alone is not trusted: a change lost in the seconds after it is found by comparing heads', async () => {
    const { network, theirs, pass, texts, topic } = await live()
    await pass(1_000)
    theirs({ content: 'lost' })
    await network.drop(topic)
    expect(texts()).toEqual(['first'])
    await pass(2_500)
    expect(texts()).toEqual(['first', 'lost'])
  })

  test('SY-12 frames that come before the first page are held until it is there', async () => {
    const { network, sync, show, theirs, texts } = createFixture()
    await knowRooms(network)
    expect(sync.heads.view().rooms).toHaveLength(1)
    show()
    await network.deliver(roomTopic(roomId, 1))
    await network.deliver('history')
    theirs({ content: 'early' })
    await network.deliver(roomTopic(roomId, 1))
    expect(texts()).toEqual([])
    await network.deliver('history')
    expect(texts()).toEqual(['early'])
  })

  test('SY-12 more frames than can be held are forgotten, and fetched', async () => {
    const { network, show, theirs, texts } = createFixture()
    await knowRooms(network)
    show()
    await network.deliver(roomTopic(roomId, 1))
    await network.deliver('history')
    for (let i = 0; i <= limits.heldFrames; i++) theirs({ content: String(i) })
    while (network.packets.some((packet) => packet.name === roomTopic(roomId, 1))) {
      await network.deliver(roomTopic(roomId, 1))
    }
    await network.settle()
    expect(texts()).toHaveLength(limits.heldFrames + 1)
  })
})

describe('live', () => {
  test('SY-13 SY-47 a hole is given a moment, as its frame may only be late, and that frame is not kept waiting', async () => {
    const { network, clock, theirs, texts, topic } = await live()
    theirs({ content: 'second' })
    theirs({ content: 'third' })
    const [late] = network.packets.splice(0, 1)
    await network.deliver(topic)
    clock.advance(199)
    await turn()
    expect(network.packets.filter((packet) => packet.name === 'rejoin')).toEqual([])
    expect(texts()).toEqual(['first'])
    late?.deliver()
    await turn()
    expect(texts()).toEqual(['first', 'second', 'third'])
    clock.advance(1_000)
    await turn()
    expect(network.packets.filter((packet) => packet.name === 'rejoin')).toEqual([])
  })

  test('FC-16 SY-13 a frame that never comes is noticed by the next one and repaired', async () => {
    const { network, theirs, pass, texts, topic } = await live()
    theirs({ content: 'second' })
    await network.drop(topic)
    theirs({ content: 'third' })
    await pass(400)
    expect(texts()).toEqual(['first', 'second', 'third'])
  })

  test('SY-47 frames that come fast are merged together, whatever their order, and one by one where nobody sees the page', async () => {
    const { network, clock, look, pass, theirs, views, texts, topic } = await live()
    const arrive = async (texts: readonly string[]) => {
      for (const content of texts) theirs({ content })
      for (const packet of network.packets.splice(0).reverse()) packet.deliver()
      await turn()
    }
    await arrive(['second'])
    const shown = views.length
    await arrive(['third', 'fourth', 'fifth'])
    expect(texts()).toEqual(['first', 'second'])
    clock.advance(250)
    await turn()
    expect(texts()).toEqual(['first', 'second', 'third', 'fourth', 'fifth'])
    expect(views.slice(shown).map((items) => items.length)).toEqual([5])
    await pass(300)
    look(false)
    theirs({ content: 'sixth' })
    theirs({ content: 'seventh' })
    await network.deliver(topic)
    await network.deliver(topic)
    expect(texts().slice(-2)).toEqual(['sixth', 'seventh'])
  })

  test('SY-14 a frame that carries only a head leads to a rejoin', async () => {
    const { network, server, theirs, pass, texts, topic } = await live()
    theirs({ content: 'too large' })
    await network.drop(topic)
    network.publish(topic, 'change', { log: server.log, epoch: 1, head: 2 })
    await pass(400)
    expect(texts()).toEqual(['first', 'too large'])
  })

  test('SY-15 repeated, reordered and malformed frames show nothing twice and break nothing', async () => {
    const { network, views, theirs, pass, texts, topic } = await live()
    theirs({ content: 'second' })
    theirs({ content: 'third' })
    network.packets.reverse()
    network.packets.push(...network.packets)
    for (const nonsense of [
      null,
      7,
      {},
      { log: 1 },
      { log: 'x', epoch: 1, after: -1, upTo: 0, changes: [] },
    ]) {
      network.publish(topic, 'change', nonsense)
    }
    await pass(400)
    expect(texts()).toEqual(['first', 'second', 'third'])
    for (const items of views) expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
  })

  test('SY-16 a new epoch is joined, from wherever it is heard, and the old topic left', async () => {
    const { network, server, theirs, pass, texts, topic } = await live()
    server.raiseEpoch(roomId)
    network.publish(userTopic(me), 'rooms', { roomId, epoch: 2 })
    await network.settle()
    theirs({ content: 'while nobody listens' })
    await pass(600)
    expect(network.topics()).toContain(roomTopic(roomId, 2))
    expect(network.topics()).not.toContain(topic)
    expect(texts()).toEqual(['first', 'while nobody listens'])
    theirs({ content: 'on the new topic' })
    await network.settle()
    expect(texts().at(-1)).toBe('on the new topic')
  })

  test('SY-17 every thirty seconds, and whenever somebody looks, the heads are compared', async () => {
    const { network, theirs, pass, wake, texts, topic } = await live()
    await pass(4_000)
    theirs({ content: 'second' })
    await network.drop(topic)
    await pass(20_000)
    expect(texts()).toEqual(['first'])
    await pass(11_000)
    expect(texts()).toEqual(['first', 'second'])
    theirs({ content: 'third' })
    await network.drop(topic)
    wake()
    await pass(400)
    expect(texts()).toEqual(['first', 'second', 'third'])
  })
})

describe('away and back', () => {
  test('FC-11 FC-18 SY-18 edits, removals and reactions made while away apply on return', async () => {
    const { network, room, theirs, pass, first } = await live()
    const second = theirs({ content: 'second' })
    await network.settle()
    network.cut()
    await network.settle()
    expect(room.view().connection).toEqual({ state: 'reconnecting', waiting: 0 })
    theirs({ kind: 'edit', messageId: first })
    theirs({ kind: 'remove', messageId: second })
    const third = theirs({ content: 'third' })
    theirs({ kind: 'react', messageId: third })
    network.repair()
    await pass(400)
    expect(room.view().items).toMatchObject([
      { kind: 'message', content: 'edited', edited: true },
      { kind: 'removed', id: second },
      { kind: 'message', content: 'third', reactions: [{ emoji: '👍' }] },
    ])
    expect(room.view().connection).toEqual({ state: 'online' })
  })

  test('FC-12 SY-18 many pages of missed messages leave no hole and no repeat, and progress is shown', async () => {
    const { network, server, room, theirs } = await live()
    const shown: unknown[] = []
    room.subscribe(() => shown.push(room.view().connection))
    network.cut()
    await network.settle()
    for (let i = 0; i < 2 * limits.rejoinPage + 7; i++) theirs({ content: String(i) })
    network.repair()
    await network.settle()
    expect(room.view().items.map((item) => item.id)).toEqual(server.messages(roomId).map(({ id }) => id))
    expect(shown).toContainEqual({ state: 'catching-up', done: 500, of: 1_007 })
    expect(room.view().connection).toEqual({ state: 'online' })
  })

  test('FC-19 SY-18 a rejoin asks from where the copy stands now', async () => {
    const { network, theirs, topic, texts } = await live()
    theirs({ content: 'second' })
    await network.settle()
    network.cut()
    await network.settle()
    network.repair()
    const asked: unknown[] = []
    const { rejoin } = network.transport
    network.transport.rejoin = (input) => {
      asked.push(input.after)
      return rejoin(input)
    }
    await network.settle()
    theirs({ content: 'third' })
    await network.drop(topic)
    theirs({ content: 'fourth' })
    await network.settle()
    expect(texts()).toEqual(['first', 'second'])
    expect(new Set(asked)).toEqual(new Set([2]))
  })

  test('SY-18 what arrives while a rejoin is under way is not undone by its answer', async () => {
    const { network, wake, room, theirs, topic, texts } = await live()
    network.cut()
    await network.settle()
    network.repair()
    await network.deliver(topic)
    while (network.packets.some(({ name, kind }) => name === 'rejoin' && kind === 'request')) {
      await network.deliver('rejoin')
    }
    theirs({ content: 'meanwhile' })
    await network.deliver(topic)
    expect(texts()).toEqual(['first', 'meanwhile'])
    wake()
    await network.settle()
    expect(texts()).toEqual(['first', 'meanwhile'])
    expect(room.view().connection).toEqual({ state: 'online' })
  })

  test('SY-19 without a live channel the room is polled, and says that it reconnects', async () => {
    const { network, room, theirs, pass, texts } = await live()
    network.cut()
    await network.settle()
    theirs({ content: 'second' })
    await pass(2_000)
    expect(texts()).toEqual(['first', 'second'])
    theirs({ content: 'third' })
    await pass(11_000)
    expect(texts()).toEqual(['first', 'second', 'third'])
    expect(room.view().connection).toMatchObject({ state: 'reconnecting' })
  })

  test('FC-24 SY-19 a topic that breaks again and again recovers without a reload', async () => {
    const { network, room, theirs, pass, texts } = await live()
    for (let i = 0; i < 20; i++) {
      network.cut()
      await network.settle()
      theirs({ content: String(i) })
      network.repair()
      await pass(100)
    }
    await pass(1_000)
    expect(texts()).toHaveLength(21)
    expect(room.view().connection).toEqual({ state: 'online' })
  })

  test('SY-20 requests that fail are tried again, at once when the network is back', async () => {
    const { network, clock, show, theirs, wake, room, texts } = createFixture()
    theirs({ content: 'first' })
    show()
    for (let tries = 0; tries < 10; tries++) {
      await turn()
      while (network.packets.length > 0) await network.drop()
      clock.advance(30_000)
    }
    await turn()
    while (network.packets.length > 0) await network.drop()
    expect(room.view()).toMatchObject({ loaded: false, connection: { state: 'reconnecting' } })
    wake()
    await network.settle()
    expect(texts()).toEqual(['first'])
  })

  test('SY-21 a room that is shown again rejoins from what it still holds', async () => {
    const { network, room, theirs, pass, texts } = createFixture()
    theirs({ content: 'first' })
    const hide = room.subscribe(() => {})
    await network.settle()
    hide()
    await pass(6_000)
    network.cut()
    theirs({ content: 'second' })
    room.subscribe(() => {})
    expect(texts()).toEqual(['first'])
    expect(network.packets.map((packet) => packet.name)).not.toContain('history')
    await network.settle()
    expect(texts()).toEqual(['first', 'second'])
  })
})

describe('a machine without a network', () => {
  test('SY-46 it says so at once, with what waits; that it says nothing proves nothing', async () => {
    const { room, network, say, views, pass } = await live()
    const shown = views.length
    say(true)
    expect(views.length).toBe(shown + 1)
    network.cut()
    await network.settle()
    await room.actions.send('from the lift')
    expect(room.view().connection).toEqual({ state: 'offline', waiting: 1 })
    say(false)
    expect(room.view().connection).toEqual({ state: 'reconnecting', waiting: 1 })
    network.repair()
    await pass(35_000)
    expect(room.view().connection).toEqual({ state: 'online' })
  })
})

describe('another history', () => {
  test("SY-44 one's own messages that a restored server has lost wait for one's word, and go again under their ids", async () => {
    const { network, server, room, theirs, pass, first } = await live()
    await room.actions.send('mine')
    await pass(1_000)
    theirs({ content: 'theirs, lost too' })
    await network.settle()
    const [, mine] = room.view().items
    server.restore(restoredLog, 1)
    theirs({ content: 'after the restore' })
    await pass(35_000)
    expect(room.view().items).toMatchObject([
      { id: first, kind: 'message' },
      { kind: 'message', content: 'after the restore' },
      { id: mine?.id, kind: 'failed', content: 'mine', code: 'MESSAGE_LOST' },
    ])
    await room.actions.retry(mine?.id ?? '')
    await pass(1_000)
    expect(room.view().items.at(-1)).toMatchObject({ id: mine?.id, kind: 'message', content: 'mine' })
  })

  test('RM-14 a new name of the room is asked for as soon as the log tells of it, and for nothing else', async () => {
    const { network, topic, clock, pass } = await live()
    const time = '2026-01-01T00:00:00.000Z'
    const tell = (seq: number, event: RoomEvent) => {
      const change: Change = {
        ...{ id: `00000000-0000-7000-8000-0000000000e${seq}`, roomId, seq, changedSeq: seq, senderId: me },
        ...{ version: 1, content: '', replyTo: null, sentAt: time, createdAt: time, editedAt: null },
        ...{ removedAt: null, reactions: [], event },
      }
      network.publish(topic, 'change', { log, epoch: 1, after: seq - 1, upTo: seq, changes: [change] })
    }
    await pass(1_000)
    const asked = async () => {
      await network.settle()
      clock.advance(300)
      await turn()
      const names = network.packets.map(({ name }) => name)
      await network.settle()
      return names.includes('heads')
    }
    tell(2, { kind: 'joined' })
    expect(await asked()).toBe(false)
    tell(3, { kind: 'renamed', name: 'Tea' })
    expect(await asked()).toBe(true)
    expect(await asked()).toBe(false)
  })

  test('SY-44 what a restored server has lost of what happened in the room is not offered: nobody wrote it', async () => {
    const { network, server, topic, room, pass } = await live()
    const time = '2026-01-01T00:00:00.000Z'
    const joined: Change = {
      ...{
        id: '00000000-0000-7000-8000-0000000000e9',
        roomId,
        seq: 2,
        changedSeq: 2,
        senderId: me,
        version: 1,
      },
      ...{ content: '', replyTo: null, sentAt: time, createdAt: time, editedAt: null, removedAt: null },
      ...{ reactions: [], event: { kind: 'joined' } },
    }
    network.publish(topic, 'change', { log, epoch: 1, after: 1, upTo: 2, changes: [joined] })
    await network.settle()
    expect(room.view().items.at(-1)).toMatchObject({ kind: 'event' })
    server.restore(restoredLog, 1)
    await pass(35_000)
    expect(room.view()).toMatchObject({ connection: { state: 'online' }, items: [{ kind: 'message' }] })
  })

  test('SY-44 a lost message that is given up is gone, and is not offered again', async () => {
    const { server, room, pass, texts } = await live()
    await room.actions.send('mine')
    await pass(1_000)
    server.restore(restoredLog, 1)
    await pass(35_000)
    const offered = room.view().items.at(-1)
    expect(offered).toMatchObject({ kind: 'failed' })
    await room.actions.discard(offered?.id ?? '')
    await pass(35_000)
    expect(texts()).toEqual(['first'])
    expect(server.messages(roomId)).toHaveLength(1)
  })

  test("SY-22 another log is fetched anew, and what it lacks of one's own is sent again under the same id", async () => {
    const { network, server, room, theirs, pass, texts } = await live()
    theirs({ content: 'lost with the backup' })
    await network.settle()
    server.restore(restoredLog, 1)
    await room.actions.send('mine')
    await pass(1_000)
    expect(texts()).toEqual(['first', 'mine'])
    expect(room.view().items).toMatchObject([
      { kind: 'message', seq: 1 },
      { kind: 'message', seq: 2 },
    ])
  })

  test('SY-22 a frame of another log is believed only if the server confirms it', async () => {
    const { network, pass, texts, topic } = await live()
    network.publish(topic, 'change', { log: restoredLog, epoch: 1, after: 0, upTo: 9, changes: [] })
    await pass(500)
    expect(texts()).toEqual(['first'])
  })

  test('SY-23 a room that one may not see any more is gone, with what was held of it', async () => {
    const { network, server, room, wake, pass } = await live()
    server.removeRoom(roomId)
    network.cut()
    network.repair()
    await pass(500)
    expect(room.view()).toMatchObject({ items: [], loaded: false, error: 'ROOM_NOT_FOUND' })
    server.addRoom(roomId)
    wake()
    await pass(500)
    expect(room.view()).toMatchObject({ loaded: true, error: undefined })
  })
})

test('SY-23 an answer that comes after the membership has ended brings nothing back', async () => {
  const { network, server, room, show, theirs } = createFixture()
  theirs({ content: 'first' })
  show()
  await network.deliver('history')
  server.removeRoom(roomId)
  await network.deliver('heads')
  await network.deliver('heads')
  await network.deliver('history')
  expect(room.view()).toMatchObject({ items: [], loaded: false, error: 'ROOM_NOT_FOUND' })
})

describe('writing', () => {
  test('OB-15 a message is shown at once, keeps its id, and is never shown twice', async () => {
    const { network, room, views, pass } = await live()
    expect(await room.actions.send('mine')).toBe(true)
    expect(room.view().items.at(-1)).toMatchObject({ kind: 'pending', content: 'mine' })
    const { id } = room.view().items.at(-1) ?? {}
    await pass(1_000)
    expect(room.view().items.at(-1)).toMatchObject({ kind: 'message', id, seq: 2 })
    for (const items of views) expect(items.filter((item) => item.id === id).length).toBeLessThan(2)
    const firstSeen = views.findIndex((items) => items.some((item) => item.id === id))
    for (const items of views.slice(firstSeen)) expect(items.map((item) => item.id)).toContain(id)
    expect(network.packets).toEqual([])
  })

  test('FC-01 FC-04 OB-15 the answer is lost after the commit: the message stands once, and is never shown as failed', async () => {
    const { network, server, room, views, pass } = await live()
    await room.actions.send('mine')
    await turn()
    await network.deliver('apply')
    await network.drop('apply')
    await pass(5_000)
    expect(server.messages(roomId).map((message) => message.content)).toEqual(['first', 'mine'])
    expect(room.view().items.map((item) => item.kind)).toEqual(['message', 'message'])
    expect(views.flat().some((item) => item.kind === 'failed')).toBe(false)
  })

  test('OB-15 an acknowledged message whose frame is lost is fetched within a moment', async () => {
    const { network, room, pass, topic } = await live()
    await pass(4_000)
    await room.actions.send('mine')
    await turn()
    await network.deliver('apply')
    await network.drop(topic)
    await network.deliver('apply')
    expect(room.view().items.at(-1)).toMatchObject({ kind: 'pending', state: 'sending' })
    await pass(400)
    expect(room.view().items.at(-1)).toMatchObject({ kind: 'message' })
  })

  test('OB-15 written while cut off, messages wait in their order and go when the network is back', async () => {
    const { network, server, clock, room, wake, pass } = await live()
    network.cut()
    await network.settle()
    for (const content of ['one', 'two', 'three']) await room.actions.send(content)
    for (let i = 0; i < 3; i++) {
      await turn()
      while (network.packets.length > 0) await network.drop()
      clock.advance(1_000)
    }
    expect(room.view().connection).toEqual({ state: 'reconnecting', waiting: 3 })
    network.repair()
    wake()
    await pass(1_000)
    expect(server.messages(roomId).map((message) => message.content)).toEqual([
      'first',
      'one',
      'two',
      'three',
    ])
    expect(room.view().connection).toEqual({ state: 'online' })
  })

  test('OB-16 empty and overlong texts are not taken', async () => {
    const { room } = await live()
    expect(await room.actions.send('  \n ')).toBe(false)
    expect(await room.actions.send('x'.repeat(limits.contentCodePoints + 1))).toBe(false)
    expect(room.view().items).toHaveLength(1)
  })

  test('FC-20 SY-24 a clock that is a day off changes no order', async () => {
    const { clock, room, theirs, pass, texts } = await live()
    clock.now = () => Date.UTC(2020, 0, 1)
    await room.actions.send('from the past')
    await pass(500)
    theirs({ content: 'after it' })
    await pass(500)
    expect(texts()).toEqual(['first', 'from the past', 'after it'])
  })
})

describe('reading', () => {
  test('SY-25 older messages come page by page, until there are none', async () => {
    const { network, room, show, theirs, texts } = createFixture()
    for (let i = 1; i <= 180; i++) theirs({ content: String(i) })
    show()
    await network.settle()
    expect(texts()[0]).toBe('131')
    room.actions.loadOlder()
    room.actions.loadOlder()
    await network.settle()
    expect(texts()[0]).toBe('31')
    expect(room.view().hasOlder).toBe(true)
    room.actions.loadOlder()
    await network.settle()
    expect(texts()).toEqual(Array.from({ length: 180 }, (_, i) => String(i + 1)))
    expect(room.view().hasOlder).toBe(false)
  })

  test('SY-25 whoever asks for more in the moment a page is here gets more', async () => {
    const { network, room, show, theirs, texts } = createFixture()
    for (let i = 1; i <= 380; i++) theirs({ content: String(i) })
    show()
    await network.settle()
    let first = texts()[0]
    const stop = room.subscribe(() => {
      if (texts()[0] === first) return
      first = texts()[0]
      room.actions.loadOlder()
    })
    room.actions.loadOlder()
    await network.settle()
    expect(texts()[0]).toBe('1')
    stop()
  })

  test('FC-21 SY-26 receipts are gathered and sent only from a complete copy', async () => {
    const { network, theirs, pass } = await live()
    const sent: number[] = []
    const { markReceived } = network.transport
    network.transport.markReceived = (input) => {
      sent.push(input.position)
      return markReceived(input)
    }
    for (let i = 0; i < 20; i++) theirs({ content: String(i) })
    await pass(1_500)
    expect(sent).toEqual([21])
    theirs({ content: 'one more' })
    await pass(1_500)
    expect(sent).toEqual([21, 22])
  })

  test('SY-26 what is read is told to the server, and shown as read at once', async () => {
    const { network, sync, room, pass } = await live()
    const sent: number[] = []
    const { markRead } = network.transport
    network.transport.markRead = (input) => {
      sent.push(input.position)
      return markRead(input)
    }
    room.actions.markRead()
    room.actions.markRead()
    expect(sync.heads.view().rooms[0]).toMatchObject({ lastReadPosition: 1, unread: 0 })
    await pass(500)
    expect(sent).toEqual([1])
  })
})

test('SY-26 what was read, and could not be told before the membership ended and began again, is not shown as read', async () => {
  const { network, sync, room, clock, wake, pass } = await live()
  const { rejoin } = network.transport
  network.transport.rejoin = () => Promise.reject(new ParleyError('ROOM_NOT_FOUND'))
  room.actions.markRead()
  expect(sync.heads.view().rooms[0]).toMatchObject({ lastReadPosition: 1 })
  network.cut()
  network.repair()
  await network.settle()
  for (let left = 200; left > 0; left -= 50) {
    clock.advance(50)
    await network.settle()
  }
  expect(room.view().error).toBe('ROOM_NOT_FOUND')
  network.transport.rejoin = rejoin
  wake()
  await pass(1_000)
  expect(sync.heads.view().rooms[0]).toMatchObject({ lastReadPosition: 0 })
})

describe('what the browser does not take', () => {
  const full = new Error('disk full')

  test('SY-50 a reaction or removal that the storage refuses says so and changes nothing; the next one works', async () => {
    const { room, disk, pass, first } = await live()
    const before = room.view().items
    disk.failNext(full)
    await expect(room.actions.react(first, '👍', true)).rejects.toBe(full)
    disk.failNext(full)
    await expect(room.actions.remove(first)).rejects.toBe(full)
    expect(room.view().items).toBe(before)
    expect(await room.actions.react(first, '👍', true)).toBe(true)
    await pass(500)
    expect(room.view().items).toMatchObject([{ reactions: [{ emoji: '👍', userIds: [me] }] }])
  })

  test('SY-50 a reaction or removal for which too much waits already is not taken, and says so', async () => {
    const { room, disk, first } = await live()
    const refused = { is: 'parked', code: 'FORBIDDEN', unclear: false } as const
    const waiting = Array.from({ length: limits.outboxCommands }, (_, n) => ({
      ...{ order: n + 1, dependsOn: undefined, state: refused, serverFailures: 0 },
      command: { kind: 'send', id: `m${n}`, as: me, roomId: 'elsewhere', content: 'x', sentAt: '' } as const,
    }))
    await disk.open().outbox.change(() => waiting)
    const before = room.view().items
    expect(await room.actions.react(first, '👍', true)).toBe(false)
    expect(await room.actions.remove(first)).toBe(false)
    expect(room.view().items).toBe(before)
  })

  test('SY-50 a retry or discard that the storage refuses says so, and the refused message stays as it was', async () => {
    const { room, server, disk, pass } = await live()
    const { apply } = server
    server.apply = ({ id }) => ({ id, status: 'FORBIDDEN', message: 'no' })
    await room.actions.send('refused')
    await pass(500)
    const [, mine] = room.view().items
    expect(mine).toMatchObject({ kind: 'failed' })
    disk.failNext(full)
    await expect(room.actions.retry(mine?.id ?? '')).rejects.toBe(full)
    disk.failNext(full)
    await expect(room.actions.discard(mine?.id ?? '')).rejects.toBe(full)
    expect(room.view().items[1]).toMatchObject({ kind: 'failed' })
    server.apply = apply
    expect(await room.actions.retry(mine?.id ?? '')).toBe(true)
    await pass(500)
    expect(room.view().items[1]).toMatchObject({ kind: 'message', content: 'refused' })
  })

  test('SY-50 a refused message that is discarded is gone', async () => {
    const { room, server, pass, texts } = await live()
    server.apply = ({ id }) => ({ id, status: 'FORBIDDEN', message: 'no' })
    await room.actions.send('refused')
    await pass(500)
    const [, mine] = room.view().items
    expect(await room.actions.discard(mine?.id ?? '')).toBe(true)
    expect(texts()).toEqual(['first'])
  })
})

describe('what is known to be missing', () => {
  test('SY-51 is shown as a gap while the room reconnects, and is gone when it has come', async () => {
    const { network, room, theirs, pass, texts, topic } = await live()
    const { rejoin } = network.transport
    network.transport.rejoin = () => Promise.reject(new ParleyError('UNAVAILABLE'))
    theirs({ content: 'second' })
    await network.drop(topic)
    expect(texts()).toEqual(['first'])
    // The heads of all rooms tell that there is more.
    await pass(35_000)
    expect(room.view().connection).toMatchObject({ state: 'reconnecting' })
    expect(texts()).toEqual(['first', 'gap'])
    const [, gap] = room.view().items
    await room.actions.send('mine')
    await pass(500)
    expect(texts()).toEqual(['first', 'gap', 'mine'])
    expect(room.view().items[1]).toBe(gap)
    network.transport.rejoin = rejoin
    await pass(60_000)
    expect(room.view().connection).toEqual({ state: 'online' })
    expect(texts()).toEqual(['first', 'second', 'mine'])
  })

  test('SY-51 is shown as a gap to somebody who is signed out', async () => {
    const { network, room, theirs, pass, texts, topic } = await live()
    network.transport.rejoin = () => Promise.reject(new ParleyError('UNAUTHORIZED'))
    theirs({ content: 'second' })
    await network.drop(topic)
    theirs({ content: 'third' })
    await network.deliver(topic)
    expect(texts()).toEqual(['first'])
    await pass(500)
    expect(room.view().connection).toEqual({ state: 'signed-out' })
    expect(texts()).toEqual(['first', 'gap'])
  })

  test('SY-51 shows during a long catch-up too', async () => {
    const { network, room, theirs, texts, pass } = await live()
    network.cut()
    for (let i = 0; i < 2 * limits.rejoinPage; i++) theirs({ content: String(i) })
    network.repair()
    while (room.view().connection.state !== 'catching-up') await network.deliver()
    expect(texts().at(-1)).toBe('gap')
    await pass(5_000)
    expect(texts()).toHaveLength(2 * limits.rejoinPage + 1)
  })

  test('SY-51 is not shown while only a frame is late', async () => {
    const { network, room, theirs, texts, topic } = await live()
    theirs({ content: 'second' })
    theirs({ content: 'third' })
    await network.drop(topic)
    await network.deliver(topic)
    expect(room.view().connection).toEqual({ state: 'online' })
    expect(texts()).toEqual(['first'])
  })
})
