/** What a connection does when the session its token is of ends. */
import { expect, test } from 'vitest'
import type { SessionWatch } from '../ports/session-watch'
import { startGateway } from './gateway-fixture'

function fakeSessions() {
  const ended = new Set<string>()
  let listener = (_: string) => {}
  const watch: SessionWatch = {
    hasEnded: (sessionId) => ended.has(sessionId),
    onEnded: (heard) => {
      listener = heard
    },
  }
  return {
    watch,
    end(sessionId: string) {
      ended.add(sessionId)
      listener(sessionId)
    },
  }
}

async function joined() {
  const sessions = fakeSessions()
  const fixture = await startGateway({}, { sessions: sessions.watch })
  const join = async (userId: string, sessionId: string) => {
    const client = await fixture.raw()
    await client.join('room:1:1', { token: fixture.tokens.issue(userId, 30_000, sessionId) })
    return client
  }
  return { ...fixture, sessions, join }
}

test('RT-82 the connections of a session that ended hear nothing more, and are closed; others go on', async () => {
  const { sessions, join, gateway } = await joined()
  const [phone, laptop, tab] = [
    await join('ada', 'phone'),
    await join('ada', 'laptop'),
    await join('ada', 'phone'),
  ]
  sessions.end('phone')
  expect(gateway.stats().topics).toBe(1)
  for (const client of [phone, tab]) {
    expect(await client.closed).toMatchObject({ code: 1008, reason: 'The session has ended: sign in again' })
  }
  gateway.publish('room:1:1', 'typing', {})
  expect((await laptop.next())[3]).toBe('broadcast')
})

test('RT-82 a token of a session that has ended joins nothing, and does not prolong', async () => {
  const { sessions, tokens, raw, join } = await joined()
  sessions.end('phone')
  const client = await raw()
  const answer = await client.join('room:1:1', { token: tokens.issue('ada', 30_000, 'phone') })
  expect(answer[4]).toHaveProperty('response.reason', expect.stringContaining('InvalidJWTToken'))
  const other = await join('ada', 'laptop')
  const token = tokens.issue('ada', 60_000, 'phone')
  other.send(['1', '2', 'realtime:room:1:1', 'access_token', { access_token: token }])
  expect((await other.next())[4]).toMatchObject({ status: 'error' })
})

test('RT-82 a connection counts for the session of its latest token', async () => {
  const { sessions, tokens, join, gateway } = await joined()
  const client = await join('ada', 'guest')
  const token = tokens.issue('ada', 60_000, 'account')
  client.send(['1', '2', 'realtime:room:1:1', 'access_token', { access_token: token }])
  expect((await client.next())[4]).toMatchObject({ status: 'ok' })
  sessions.end('guest')
  expect(gateway.stats().topics).toBe(1)
  sessions.end('account')
  expect(gateway.stats().topics).toBe(0)
})
