// @vitest-environment jsdom
/** jsdom for its WebSocket: Node 20 has none. */
import { TRPCClientError } from '@trpc/client'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createRealtimeLiveChannel } from '@/client/sync/realtime-live-channel'
import { limits } from '@/contract/limits'
import { roomTopic } from '@/contract/realtime'
import { createFakeClock } from '../fake-clock'
import { createGuest } from '../guest'
import { createParleyHandlers, type ParleyHandlers } from './parley-handlers'

const address = 'http://parley.test'
const roomId = '01900000-0000-7000-8000-000000000001'
const server = setupServer()
let parley: ParleyHandlers

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  parley = createParleyHandlers()
  server.use(...parley.handlers)
})
afterEach(async () => {
  await parley.close()
  server.resetHandlers()
})
afterAll(() => server.close())

const auth = (path: string, init: RequestInit = {}) => fetch(`${address}/api/auth/${path}`, init)

/** What a call is refused with. */
async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof TRPCClientError)) throw new Error('it was not refused')
  return error.data?.parley ?? 'no answer'
}

function send(as: string, content: string, id = crypto.randomUUID()) {
  return { commands: [{ kind: 'send' as const, id, as, roomId, content, sentAt: new Date().toISOString() }] }
}

/** A page on the room's topic; answers what it hears. */
async function listen(token: string) {
  const heard = vi.fn<(event: string, payload: unknown) => void>()
  const state = vi.fn<(state: string) => void>()
  const clock = createFakeClock()
  const live = createRealtimeLiveChannel({
    ...{ url: 'ws://parley.test/realtime/v1', token: async () => token, page: 'page' },
    ...{ clock, random: Math.random },
  })
  live.join(roomTopic(roomId, 1), { event: heard, state })
  /** Resolves when the topic is told as that; a moment that it is given to come back passes meanwhile. */
  const becomes = (expected: string) =>
    vi.waitFor(() => {
      clock.advance(1_000)
      expect(state).toHaveBeenLastCalledWith(expected)
    }, 15_000)
  await becomes('joined')
  return { heard, becomes, live }
}

it('TS-01 a guest signs in and chats: what one sends the other finds, numbered, and a repeat is known', async () => {
  const mara = await createGuest(address)
  const ana = await parley.person('Ana')
  await mara.call.rooms.create.mutate({ id: roomId, name: 'Tea', kind: 'public' })
  await ana.call.rooms.join({ roomId })
  const hello = send(mara.userId, 'Hello')
  const { results: first } = await mara.call.commands.submit.mutate(hello)
  const { results: again } = await mara.call.commands.submit.mutate(hello)
  expect(first).toMatchObject([{ status: 'stored', position: 2 }])
  expect(again).toMatchObject([{ status: 'duplicate', position: 2 }])
  const { changes } = await ana.call.rooms.rejoin({ roomId, after: 1, limit: 10 })
  expect(changes).toMatchObject([{ seq: 2, content: 'Hello', senderId: mara.userId }])
})

it('TS-01 what is wrong is refused as the server refuses it: input, strangers, what does not exist, too much', async () => {
  const { call } = await createGuest(address)
  expect(await refusalOf(call.rooms.join.mutate({ roomId: 'nonsense' }))).toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringContaining('roomId'),
  })
  expect(await refusalOf(call.rooms.rejoin.query({ roomId, limit: 1 }))).toMatchObject({
    code: 'ROOM_NOT_FOUND',
  })
  const stranger = await fetch(`${address}/api/trpc/rooms.heads`)
  expect([stranger.status, (await stranger.json()).error.data.parley.code]).toEqual([401, 'UNAUTHORIZED'])
  const many = Array.from({ length: limits.callsPerRequest + 1 }, () => 'profiles.me').join()
  expect((await fetch(`${address}/api/trpc/${many}?batch=1&input={}`)).status).toBe(413)
  expect((await fetch(`${address}/api/trpc/no.such`)).status).toBe(404)
})

it('TS-01 the gateway lets a member in, and tells what is sent there', async () => {
  const mara = await createGuest(address)
  const ana = await parley.person('Ana')
  await mara.call.rooms.create.mutate({ id: roomId, name: 'Tea', kind: 'public' })
  await ana.call.rooms.join({ roomId })
  const { heard, live } = await listen(mara.token())
  await ana.call.commands.submit(send(ana.userId, 'Hello'))
  await vi.waitFor(() =>
    expect(heard).toHaveBeenCalledWith('change', expect.objectContaining({ after: 1, upTo: 2 })),
  )
  live.close()
})

it('TS-02 there is one browser: it has tokens while it has a session, and one guest at a time', async () => {
  expect((await auth('token')).status).toBe(401)
  const first = await auth('sign-in/anonymous', { method: 'POST' })
  const { user } = await first.json()
  expect((await auth('sign-in/anonymous', { method: 'POST' })).status).toBe(400)
  expect(await (await auth('account')).json()).toMatchObject({ userId: user.id, isGuest: true })
  expect(await (await auth('sessions')).json()).toMatchObject({ sessions: [{ current: true }] })
  expect(await (await auth('policy')).json()).toMatchObject({ guests: true })
  expect((await auth('sign-out', { method: 'POST', body: '{"surprise":1}' })).status).toBe(400)
  expect(await (await auth('sign-out', { method: 'POST' })).json()).toEqual({ success: true })
  expect(await (await auth('token')).json()).toMatchObject({ code: 'UNAUTHORIZED' })
  expect((await auth('register', { method: 'POST' })).status).toBe(404)
})

it('TS-02 a session that the test ends loses the API and the live channel', async () => {
  const mara = await createGuest(address)
  await mara.call.rooms.create.mutate({ id: roomId, name: 'Tea', kind: 'public' })
  const { becomes, live } = await listen(mara.token())
  parley.identity.endSession()
  expect(await refusalOf(mara.call.rooms.heads.query({}))).toMatchObject({ code: 'UNAUTHORIZED' })
  await becomes('broken')
  live.close()
})

it('TS-03 an answer can be lost, after the server has acted, and once', async () => {
  const { call, userId } = await createGuest(address)
  await call.rooms.create.mutate({ id: roomId, name: 'Tea', kind: 'public' })
  const hello = send(userId, 'Hello')
  parley.faults.loseAnswer('commands.submit')
  expect(await refusalOf(call.commands.submit.mutate(hello))).toBe('no answer')
  const { results } = await call.commands.submit.mutate(hello)
  expect(results).toMatchObject([{ status: 'duplicate' }])
})

it('TS-03 a call, and one command of a batch, can be refused by code, once', async () => {
  const { call, userId } = await createGuest(address)
  parley.faults.refuse('rooms.create', 'RATE_LIMITED', 500)
  const create = () => call.rooms.create.mutate({ id: roomId, name: 'Tea', kind: 'public' })
  expect(await refusalOf(create())).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 500, retryable: true })
  await create()
  parley.faults.refuse('auth/token', 'UNAVAILABLE')
  expect([(await auth('token')).status, (await auth('token')).status]).toEqual([503, 200])
  parley.faults.refuseCommand('send', 'FORBIDDEN')
  const commands = [send(userId, 'One'), send(userId, 'Two')].flatMap((batch) => batch.commands)
  const { results } = await call.commands.submit.mutate({ commands })
  expect(results).toMatchObject([{ status: 'FORBIDDEN', id: commands[0]?.id }, { status: 'stored' }])
})

it('TS-03 requests wait at a gate for as long as the test wants, and go one by one or all', async () => {
  const { call } = await createGuest(address)
  const gate = parley.faults.hold('rooms.heads')
  const done = vi.fn()
  const asked = [1, 2, 3].map(() => call.rooms.heads.query({}).then(done))
  await gate.held()
  await call.profiles.me.query()
  expect(done).not.toHaveBeenCalled()
  gate.next()
  await Promise.race(asked)
  expect(done).toHaveBeenCalledTimes(1)
  gate.open()
  await Promise.all(asked)
  await call.rooms.heads.query({})
})

it('TS-03 a fault of a call that does not exist is an error at once', () => {
  expect(() => parley.faults.loseAnswer('commands.apply')).toThrow('there is no call commands.apply')
})

it('TS-04 offline nothing reaches the server and sockets are cut; afterwards both are back', async () => {
  const mara = await createGuest(address)
  await mara.call.rooms.create.mutate({ id: roomId, name: 'Tea', kind: 'public' })
  const { becomes, heard, live } = await listen(mara.token())
  parley.offline()
  expect(await refusalOf(mara.call.rooms.heads.query({}))).toBe('no answer')
  await becomes('broken')
  parley.online()
  live.wake?.()
  await becomes('joined')
  await mara.call.commands.submit.mutate(send(mara.userId, 'Back'))
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith('change', expect.anything()))
  live.close()
})
