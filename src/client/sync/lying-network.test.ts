/** Somebody else answers instead of the server: a hotel's page, a proxy, nobody at all. */
import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { createSeededRandom } from '@/testing/seeded-random'
import { ada, browse, command, listen, parley, roomId, token } from './network-fixture'
import { createOutbox } from './outbox'

const html = '<!doctype html><title>Welcome to our hotel</title>'
const soon = <Value>(read: () => Value) => expect.poll(read, { interval: 1, timeout: 10_000 })

const lies: [string, RequestListener][] = [
  ["a hotel's page", (_, response) => response.end(html)],
  ['an empty answer', (_, response) => response.end()],
  ['half an answer', (_, response) => response.end('{"token":"h.abc')],
  [
    'half an answer that is cut',
    (_, response) => response.writeHead(200).write('[{', () => response.destroy()),
  ],
  ["somebody else's JSON", (_, response) => response.end('{"success":false,"login":"/portal"}')],
  ['an empty list', (_, response) => response.end('[]')],
  ['a cut connection', (request) => request.socket.destroy()],
  ...[400, 401, 403, 404, 407, 413, 429, 500, 502, 503, 504, 511].map((status): [string, RequestListener] => [
    `a proxy's ${status}`,
    (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(html),
  ]),
  ['no content', (_, response) => response.writeHead(204).end()],
]

test.each(lies)(
  'NW-03 %s instead of the server: nobody is signed out, nobody is made, nothing is lost',
  async (_what, lie) => {
    const [portal, server] = [await listen(lie), await listen(parley)]
    const { place, asked, session, transport } = browse(server)
    const disk = createMemoryDisk().open()
    expect(await session.ensureGuest()).toEqual({ userId: ada })
    place.address = portal
    for (let times = 0; times < 10; times++) {
      await expect(transport.apply([command])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await expect(transport.rejoin({ roomId, limit: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    }
    await expect(session.signOut()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    session.reject(token)
    await expect(session.token()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(browse(portal).session.ensureGuest()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(asked.filter((request) => request.includes('sign-in'))).toEqual([])

    const clock = createFakeClock()
    const outbox = createOutbox({
      ...{ stored: disk.outbox, lead: createMemoryLead(), transport, clock },
      ...{ random: createSeededRandom(1).next, changed: () => {}, accepted: () => {} },
    })
    await outbox.add(command)
    const tries = asked.length
    for (let times = 1; times <= 12; times++) {
      await soon(() => outbox.queue()[0]?.state.is).toBe('frozen')
      clock.advance(60_000)
      await soon(() => asked.length).toBeGreaterThanOrEqual(tries + times)
    }
    expect(outbox.paused()).toBeUndefined()
    place.address = server
    outbox.wake()
    clock.advance(60_000)
    await soon(() => outbox.queue()[0]?.state).toMatchObject({ is: 'acked', position: 1 })
    outbox.close()
  },
)

test('NW-03 a redirect is not followed: neither a token nor a text goes to another place', async () => {
  const heard: string[] = []
  const elsewhere = await listen((request, response) => {
    heard.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end(JSON.stringify({ token }))
  })
  const portal = await listen((_, response) =>
    response.writeHead(307, { location: `${elsewhere}/login` }).end(),
  )
  const { place, session, transport } = browse(await listen(parley))
  await session.ensureGuest()
  place.address = portal
  await expect(transport.apply([command])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  session.reject(token)
  await expect(session.token()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(heard).toEqual([])
})

test('NW-03 a name that cannot be resolved is UNAVAILABLE', async () => {
  const { session } = browse('http://parley.invalid')
  await expect(session.ensureGuest()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})
