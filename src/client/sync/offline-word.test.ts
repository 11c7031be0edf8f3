/** A machine that says "offline" is believed, until the server answers. */
import { expect, test } from 'vitest'
import { createFixture, roomId } from './engine-fixture'

async function live() {
  const fixture = createFixture()
  fixture.show()
  await fixture.network.settle()
  await fixture.pass(4_000)
  expect(fixture.room.view().connection).toEqual({ state: 'online' })
  return fixture
}

test('NW-07 "offline" over a network that works is shown wrong by the first answer, and nothing waits', async () => {
  const { room, say, pass, server, texts } = await live()
  say(true)
  await room.actions.send('through the tunnel')
  expect(room.view().connection).toEqual({ state: 'offline', waiting: 1 })
  await pass(500)
  expect(room.view().connection).toEqual({ state: 'online' })
  expect(texts()).toEqual(['through the tunnel'])
  expect(server.head(roomId)).toBe(1)
})

test('NW-07 the machine’s word is put to the test at once, also when nobody does anything', async () => {
  const { room, say, pass } = await live()
  say(true)
  expect(room.view().connection).toEqual({ state: 'offline', waiting: 0 })
  await pass(200)
  expect(room.view().connection).toEqual({ state: 'online' })
})

test('NW-07 an answer to something that was asked before the machine spoke is no proof', async () => {
  const { room, network, say } = await live()
  await room.actions.send('on its way')
  await network.deliver('apply')
  say(true)
  await network.deliver('apply')
  expect(room.view().connection.state).toBe('offline')
})

test('NW-07 requests go on being tried while there is really none, and it stays said', async () => {
  const { room, network, clock, say } = await live()
  network.cut()
  say(true)
  await room.actions.send('from the lift')
  const tried = new Set<string>()
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000)
    await new Promise((resolve) => setImmediate(resolve))
    for (const packet of network.packets.splice(0)) {
      tried.add(packet.name)
      packet.drop()
    }
    await new Promise((resolve) => setImmediate(resolve))
    expect(room.view().connection).toEqual({ state: 'offline', waiting: 1 })
  }
  expect(tried).toContain('apply')
  expect(tried).toContain('heads')
})

test('NW-07 what was shown wrong holds until the machine says something else', async () => {
  const { room, network, say, pass } = await live()
  say(true)
  await pass(500)
  expect(room.view().connection.state).toBe('online')
  network.cut()
  await pass(5_000)
  expect(room.view().connection.state).toBe('reconnecting')
  say(true)
  expect(room.view().connection.state).toBe('offline')
})
