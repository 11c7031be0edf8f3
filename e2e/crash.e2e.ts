// Kills the server with SIGKILL at random moments under load. What it acknowledged must be there, once, in order.
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { createGuest, type Guest } from '../src/testing/guest'
import { stopServer, test } from './fixtures/test'

const people = 4
const kills = 4

interface Sent {
  id: string
  roomId: string
  content: string
  sentAt: string
}

/** Sends without pause until told to stop; a send without an answer is tried again under its id. */
async function sendUntil(
  stopped: () => boolean,
  guest: Guest,
  rooms: string[],
  acknowledged: Map<string, [Sent, number]>,
) {
  let pending: Sent | undefined
  for (let n = 0; !stopped(); n++) {
    pending ??= {
      id: randomUUID(),
      roomId: rooms[n % rooms.length] ?? '',
      content: `${guest.userId} says ${n}`,
      sentAt: new Date().toISOString(),
    }
    const message = pending
    await guest.call.messages.send.mutate(message).then(
      ({ position }) => {
        acknowledged.set(message.id, [message, position])
        pending = undefined
      },
      // Without an answer nothing is known; a moment later the server may be back.
      () => new Promise((resolve) => setImmediate(resolve)),
    )
  }
}

test('SV-03 after kill -9 under load every acknowledged message is there exactly once, and a resend is a duplicate', async ({
  startServer,
}) => {
  const settings = { PARLEY_RATE_LIMITS: 'off' }
  let server = await startServer(0, settings)
  const { port, address } = server
  const guests = await Promise.all(Array.from({ length: people }, () => createGuest(address)))
  const [first] = guests
  if (!first) throw new Error('nobody came')
  const rooms = [randomUUID(), randomUUID()]
  for (const id of rooms) {
    await first.call.rooms.create.mutate({ id, name: 'Under load' })
    await Promise.all(guests.map(({ call }) => call.rooms.join.mutate({ roomId: id })))
  }

  const acknowledged = new Map<string, [Sent, number]>()
  let stopped = false
  const senders = guests.map((guest) => sendUntil(() => stopped, guest, rooms, acknowledged))
  for (let kill = 1; kill <= kills; kill++) {
    // At a random moment: after so many more acknowledgements.
    const enough = acknowledged.size + 20 + Math.floor(Math.random() * 80)
    await expect.poll(() => acknowledged.size, { intervals: [1], timeout: 30_000 }).toBeGreaterThan(enough)
    server.signal('SIGKILL')
    await server.ended
    server = await startServer(port, settings)
  }
  stopped = true
  await Promise.all(senders)

  for (const roomId of rooms) {
    const stored = new Map<string, number>()
    for (let after = 0, more = true; more; ) {
      const page = await first.call.rooms.rejoin.query({ roomId, after })
      for (const change of page.changes) {
        expect(stored.has(change.id)).toBe(false)
        stored.set(change.id, change.seq)
      }
      after = page.cursor
      more = page.hasMore
      if (!more) expect([...stored.values()]).toEqual(Array.from({ length: page.head }, (_, n) => n + 1))
    }
    for (const [id, [message, position]] of acknowledged) {
      if (message.roomId === roomId) expect(stored.get(id)).toBe(position)
    }
  }
  for (const [message, position] of acknowledged.values()) {
    const author = guests.find(({ userId }) => message.content.startsWith(userId))
    expect(await author?.call.messages.send.mutate(message)).toMatchObject({ status: 'duplicate', position })
  }
  expect(await stopServer(server)).toBe(0)
})
