import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { serverLimits } from '@/contract/server-limits'
import { createFakeClock } from '@/testing/fake-clock'
import { createAuthDatabase } from './auth-database'
import { type IdentityFixture, openIdentityFixture, type StartedProvider, tokenIn } from './identity-fixture'
import { watchSessionEnds } from './session-ends'

const password = 'correct horse battery'
let fixture: IdentityFixture
let count = 0

beforeAll(async () => {
  fixture = await openIdentityFixture()
})
afterEach(() => fixture.stopProviders())
afterAll(() => fixture.close())

async function devices(started: StartedProvider, howMany: number) {
  const email = `device-${++count}@example.org`
  await started.browser().done('sign-up', { name: 'Ada', email, password })
  await started.browser().done('confirm', { token: tokenIn(started.mails.at(-1)) })
  const browsers = Array.from({ length: howMany }, () => started.browser())
  for (const browser of browsers) await browser.done('sign-in/email', { email, password })
  return { email, browsers }
}

test('SE-30 everybody sees their own sessions, which device each is on, and which is theirs', async () => {
  const started = await fixture.start()
  const {
    browsers: [one, two],
    email,
  } = await devices(started, 2)
  await devices(started, 1)
  const userAgent =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
  const body = JSON.stringify({ email, password })
  await started.call('POST', 'sign-in/email', { 'user-agent': userAgent }, body)
  const { sessions } = (await one?.get('sessions'))?.body ?? {}
  expect(sessions).toHaveLength(3)
  expect(sessions[0]).toMatchObject({ current: true, id: (await one?.claims())?.sid })
  expect(sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1)
  expect(sessions).toContainEqual(
    expect.objectContaining({ device: 'Chrome on Linux', browser: 'Chrome', system: 'Linux' }),
  )
  const ids = sessions.map(({ id }: { id: string }) => id)
  expect(ids).toContain((await two?.claims())?.sid)
})

test('SE-31 one, all others, or all of them can be ended; never those of somebody else', async () => {
  const started = await fixture.start()
  const {
    browsers: [one, two, three],
  } = await devices(started, 3)
  const [stranger] = (await devices(started, 1)).browsers
  if (!one || !two || !three || !stranger) throw new Error('too few')
  const id = (await two.claims())?.sid ?? ''
  await stranger.done('sessions/revoke', { id })
  expect(await two.claims()).toBeDefined()
  await one.done('sessions/revoke', { id })
  await one.done('sessions/revoke', { id })
  await one.done('sessions/revoke', { id: randomUUID() })
  expect(await two.claims()).toBeUndefined()
  expect(started.provider.sessions.hasEnded(id)).toBe(true)
  await one.done('sessions/revoke-others')
  expect(await three.claims()).toBeUndefined()
  expect(await one.claims()).toBeDefined()
  await one.done('sign-out/everywhere')
  expect(await one.claims()).toBeUndefined()
  expect([...one.cookies.keys()].filter((name) => name.endsWith('.session_token'))).toEqual([])
  expect(await stranger.claims()).toBeDefined()
})

test('SE-32 what ends elsewhere is known within a look, whoever ended it, and is told once', async () => {
  const started = await fixture.start()
  const clock = createFakeClock()
  const { db, close } = createAuthDatabase(fixture.database.authUrl)
  const troubles: unknown[] = []
  const watch = watchSessionEnds({ db, clock, onTrouble: (error) => void troubles.push(error) })
  const heard: string[] = []
  watch.onEnded((id) => void heard.push(id))
  const [browser] = (await devices(started, 1)).browsers
  const id = (await browser?.claims())?.sid ?? ''
  expect(watch.hasEnded(id)).toBe(false)
  await fixture.ask('delete from better_auth.session where id = $1', [id])
  await watch.look()
  await watch.look()
  expect(watch.hasEnded(id)).toBe(true)
  expect(heard.filter((ended) => ended === id)).toEqual([id])
  watch.stop()
  await close()
  expect(serverLimits.sessionPollMs).toBeLessThan(serverLimits.sessionEndMs / 2)
})

test('SE-32 it goes on asking after the database was away, and misses nothing of that time', async () => {
  const started = await fixture.start()
  const clock = createFakeClock()
  const { db, close } = createAuthDatabase(fixture.database.authUrl)
  const troubles: unknown[] = []
  const watch = watchSessionEnds({ db, clock, onTrouble: (error) => void troubles.push(error) })
  await watch.look()
  const [browser] = (await devices(started, 1)).browsers
  const id = (await browser?.claims())?.sid ?? ''
  await fixture.allowConnections(false)
  await expect(watch.look()).rejects.toThrow()
  clock.advance(5 * 60_000)
  await fixture.allowConnections(true)
  await fixture.ask('delete from better_auth.session where id = $1', [id])
  await fixture.ask(
    `update better_auth.ended_sessions set ended_at = now() - interval '4 minutes' where id = $1`,
    [id],
  )
  await watch.look()
  expect(watch.hasEnded(id)).toBe(true)
  watch.stop()
  await close()
})

test('SE-32 the list of ended sessions stays short', async () => {
  const started = await fixture.start()
  const [one, two] = (await devices(started, 2)).browsers
  await one?.done('sign-out')
  await fixture.ask(`update better_auth.ended_sessions set ended_at = now() - interval '16 minutes'`)
  await two?.done('sign-out')
  expect(await fixture.ask('select 1 from better_auth.ended_sessions')).toHaveLength(1)
})

test('SE-33 deleting an account takes the password; sessions, address and name go, and the rooms are told', async () => {
  const started = await fixture.start()
  const { email, browsers } = await devices(started, 2)
  const [one, two] = browsers
  if (!one || !two) throw new Error('too few')
  const userId = (await one.claims())?.sub ?? ''
  const colleague = randomUUID()
  const room = randomUUID()
  await fixture.ask(`select chat.enter_first_workspace($1, 'Ada')`, [userId])
  await fixture.ask(`select chat.create_room($1, 'Ada', $2, 'Room', 'private', null)`, [userId, room])
  await fixture.ask(`select chat.enter_first_workspace($1, 'Bob')`, [colleague])
  await fixture.ask('select chat.add_to_room($1, $2, array[$3]::uuid[])', [userId, room, colleague])
  await one.refused('delete-account', { password: 'wrong password' }, 'CREDENTIALS_WRONG')
  await one.refused('delete-account', {}, 'BAD_REQUEST')
  await one.done('delete-account', { password })
  for (const browser of browsers) expect(await browser.claims()).toBeUndefined()
  await one.refused('sign-in/email', { email, password }, 'CREDENTIALS_WRONG')
  expect(started.forgotten).toMatchObject([[userId, [{ roomId: room }]]])
  expect(await fixture.ask('select name from chat.profiles where id = $1', [userId])).toEqual([
    { name: 'Deleted account' },
  ])
  const members = await fixture.ask(
    'select user_id, role from chat.room_members where room_id = $1 and ended_at is null',
    [room],
  )
  expect(members).toEqual([{ user_id: colleague, role: 'owner' }])
  await expect(fixture.ask(`select chat.ensure_profile($1, 'Ada')`, [userId])).rejects.toMatchObject({
    code: 'PA401',
  })
  const again = started.browser()
  await again.done('sign-up', { name: 'Ada', email, password })
  await again.done('confirm', { token: tokenIn(started.mails.at(-1)) })
  await again.done('sign-in/email', { email, password })
  expect((await again.claims())?.sub).not.toBe(userId)
})

test('SE-33 a guest can go as well, without a password', async () => {
  const started = await fixture.start()
  const browser = started.browser()
  const id = await browser.becomeGuest()
  await browser.done('delete-account')
  expect(await browser.claims()).toBeUndefined()
  expect(await fixture.ask('select 1 from better_auth."user" where id = $1', [id])).toEqual([])
})
