import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import { serverLimits } from '@/contract/server-limits'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLimiter } from '../memory/limiter'
import { type IdentityFixture, openIdentityFixture, type StartedProvider, tokenIn } from './identity-fixture'

const password = 'correct horse battery'
let fixture: IdentityFixture
let count = 0

beforeAll(async () => {
  fixture = await openIdentityFixture()
})
afterEach(() => fixture.stopProviders())
afterAll(() => fixture.close())

const newAddress = () => `ada-${++count}@example.org`

/** Registers somebody, by mail, and signs them in. */
async function register(started: StartedProvider, email = newAddress(), browser = started.browser()) {
  await browser.done('sign-up', { name: 'Ada', email, password })
  await browser.done('confirm', { token: tokenIn(started.mails.at(-1)) })
  await browser.done('sign-in/email', { email, password })
  const { userId } = (await browser.get('account')).body
  return { browser, email, userId }
}

describe('registering', () => {
  test('SE-01 a guest who registers stays who they are, in the same session', async () => {
    const started = await fixture.start()
    const browser = started.browser()
    const guestId = await browser.becomeGuest()
    const before = await browser.claims()
    expect(before).toMatchObject({ sub: guestId, guest: true })
    const email = newAddress()
    expect(
      await browser.done('register', { name: 'Ada', email: ` ${email.toUpperCase()} `, password }),
    ).toEqual({
      status: 'mail-sent',
    })
    expect((await browser.get('account')).body).toMatchObject({ isGuest: true })
    await started.browser().done('confirm', { token: tokenIn(started.mails[0]) })
    const account = { userId: guestId, isGuest: false, email, emailVerified: true, twoFactor: false }
    expect((await browser.get('account')).body).toEqual(account)
    const after = await browser.claims()
    expect(after).toMatchObject({ sub: guestId, sid: before?.sid, name: 'Ada' })
    expect(after).not.toHaveProperty('guest')
    expect(await browser.done('register', { name: 'Ada', email, password })).toEqual({ status: 'done' })

    const second = started.browser()
    await second.done('sign-in/email', { email, password })
    expect((await second.claims())?.sub).toBe(guestId)
  })

  test('SE-02 whoever registers hears the same whether the address has an account or not', async () => {
    const started = await fixture.start()
    const { email, userId } = await register(started)
    const input = { name: 'Eve', email, password: 'another password' }
    const [known, unknown] = await Promise.all([
      started.browser().post('sign-up', input),
      started.browser().post('sign-up', { ...input, email: newAddress() }),
    ])
    expect(known.status).toBe(200)
    expect(known.body).toEqual(unknown.body)
    const told = started.mails.find((mail) => mail.to === email && mail.link === undefined)
    expect(told?.text).toContain('has an account already')
    await started
      .browser()
      .refused('sign-in/email', { email, password: 'another password' }, 'CREDENTIALS_WRONG')
    const [{ count: accounts }] = (await fixture.ask(
      'select count(*)::int as count from better_auth.account where "userId" = $1',
      [userId],
    )) as [{ count: number }]
    expect(accounts).toBe(1)
  })

  test('SE-02 a link counts for a day; opening it twice does no harm, and a made-up one does nothing', async () => {
    const started = await fixture.start()
    const browser = started.browser()
    const email = newAddress()
    await browser.done('sign-up', { name: 'Ada', email, password })
    const token = tokenIn(started.mails[0])
    expect(started.mails[0]?.link).toBe(`https://chat.example/account/confirm#${token}`)
    const stored = await fixture.ask('select identifier, value from better_auth.verification')
    expect(JSON.stringify(stored)).not.toContain(token)
    await browser.refused('confirm', { token: 'x'.repeat(43) }, 'LINK_INVALID')
    await Promise.all([browser.done('confirm', { token }), started.browser().done('confirm', { token })])
    const late = newAddress()
    await browser.done('sign-up', { name: 'Ada', email: late, password })
    await fixture.ask(`update better_auth.verification set "expiresAt" = now() - interval '1 second'`)
    await browser.refused('confirm', { token: tokenIn(started.mails[1]) }, 'LINK_INVALID')
    await browser.refused('sign-in/email', { email: late, password }, 'CREDENTIALS_WRONG')
  })

  test('SE-02 of two who ask for one address, the first to open the link has it', async () => {
    const started = await fixture.start()
    const email = newAddress()
    const guest = started.browser()
    const guestId = await guest.becomeGuest()
    await started.browser().done('sign-up', { name: 'One', email, password: 'password of one' })
    await guest.done('register', { name: 'Two', email, password: 'password of two' })
    const [one, two] = started.mails.map(tokenIn)
    await guest.done('confirm', { token: two })
    await guest.refused('confirm', { token: one }, 'LINK_INVALID')
    await started
      .browser()
      .refused('sign-in/email', { email, password: 'password of one' }, 'CREDENTIALS_WRONG')
    expect((await guest.get('account')).body).toMatchObject({ userId: guestId, isGuest: false })
  })

  test('SE-03 where no mail goes out, accounts are there at once, and the printed link proves the address', async () => {
    const started = await fixture.start({ sendsMail: false })
    const browser = started.browser()
    const guestId = await browser.becomeGuest()
    const email = newAddress()
    expect(await browser.done('register', { name: 'Ada', email, password })).toEqual({ status: 'done' })
    const account = { userId: guestId, isGuest: false, email, emailVerified: false }
    expect((await browser.get('account')).body).toMatchObject(account)
    await started
      .browser()
      .refused('sign-up', { name: 'Eve', email, password: 'another password' }, 'EMAIL_TAKEN')
    await browser.done('confirm', { token: tokenIn(started.mails[0]) })
    expect((await browser.get('account')).body).toMatchObject({ emailVerified: true })
  })

  test('SE-04 without guests nobody becomes one, and everybody can register', async () => {
    const open = await fixture.start()
    const guest = open.browser()
    const guestId = await guest.becomeGuest()
    const closed = await fixture.start({ guests: false })
    await closed.browser().refused('sign-in/anonymous', {}, 'ACCOUNT_NEEDED')
    expect((await closed.browser().get('policy')).body).toEqual({
      guests: false,
      openRooms: true,
      mail: true,
    })
    const same = closed.browser()
    for (const [name, value] of guest.cookies) same.cookies.set(name, value)
    expect(await same.claims()).toMatchObject({ sub: guestId, guest: true })
    await same.done('register', { name: 'Ada', email: newAddress(), password })
    await same.done('confirm', { token: tokenIn(closed.mails[0]) })
    const claims = await same.claims()
    expect(claims?.sub).toBe(guestId)
    expect(claims).not.toHaveProperty('guest')
  })
})

describe('signing in', () => {
  test('SE-05 with the password, on several devices, in the place of whoever was there', async () => {
    const started = await fixture.start()
    const { email, userId, browser } = await register(started)
    const other = started.browser()
    await other.becomeGuest()
    const guestSession = (await other.claims())?.sid ?? ''
    expect(await other.done('sign-in/email', { email: email.toUpperCase(), password })).toEqual({
      status: 'signed-in',
    })
    expect((await other.claims())?.sub).toBe(userId)
    expect((await browser.claims())?.sub).toBe(userId)
    expect(started.provider.sessions.hasEnded(guestSession)).toBe(true)
  })

  test('SE-05 a wrong password and an unknown address are answered alike, and keep the session there was', async () => {
    const started = await fixture.start()
    const { email } = await register(started)
    const guest = started.browser()
    const guestId = await guest.becomeGuest()
    const wrong = await guest.post('sign-in/email', { email, password: 'quite another one' })
    const unknown = await guest.post('sign-in/email', { email: newAddress(), password })
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body])
    expect(wrong.body.code).toBe('CREDENTIALS_WRONG')
    expect((await guest.claims())?.sub).toBe(guestId)
  })

  test('SE-06 whoever goes on trying waits longer and longer, account or not, and another network does not help', async () => {
    const clock = createFakeClock()
    const known = await register(await fixture.start())
    const started = await fixture.start({ limiter: createMemoryLimiter(clock), proxies: 1 })
    for (const email of [known.email, newAddress()]) {
      const waits: number[] = []
      let tries = 0
      while (tries < 25) {
        const headers = { 'x-forwarded-for': `203.0.113.${tries}` }
        const body = JSON.stringify({ email, password: 'wrong' })
        const answer = await started.call('POST', 'sign-in/email', headers, body)
        const { code, retryAfter } = await answer.json()
        if (code === 'RATE_LIMITED') {
          waits.push(retryAfter)
          clock.advance(retryAfter)
        } else {
          expect(code).toBe('CREDENTIALS_WRONG')
          tries += 1
        }
      }
      expect(waits[0]).toBeLessThanOrEqual(12_000)
      expect(Math.max(...waits)).toBeGreaterThan(300_000)
      expect(waits.at(-1)).toBeGreaterThan(waits[0] ?? 0)
    }
  })

  test('SE-06 one network that tries many accounts has to wait as well', async () => {
    const limiter = createMemoryLimiter(createFakeClock())
    const started = await fixture.start({ limiter })
    const [{ limit, windowMs }] = serverLimits.passwordTries.network
    await limiter.take(`password-from:127.0.0.1:${windowMs}`, limit, windowMs, limit - 2)
    const codes: string[] = []
    for (let tries = 0; tries < 3; tries += 1) {
      const email = newAddress()
      codes.push((await started.browser().post('sign-in/email', { email, password })).body.code)
    }
    expect(codes).toEqual(['CREDENTIALS_WRONG', 'CREDENTIALS_WRONG', 'RATE_LIMITED'])
  })
})

describe('passwords', () => {
  test('SE-07 a new password by a link: once, for an hour, and every session ends', async () => {
    const started = await fixture.start()
    const { email, browser } = await register(started)
    const session = (await browser.claims())?.sid ?? ''
    const other = started.browser()
    await other.done('password/request-reset', { email })
    const token = tokenIn(started.mails.at(-1))
    expect(started.mails.at(-1)).toMatchObject({
      to: email,
      link: `https://chat.example/account/reset#${token}`,
    })
    await other.done('password/request-reset', { email })
    const second = tokenIn(started.mails.at(-1))
    await other.done('password/reset', { token, password: 'a new password' })
    for (const used of [token, second]) {
      await other.refused('password/reset', { token: used, password: 'yet another one' }, 'LINK_INVALID')
    }
    expect(await other.claims()).toBeUndefined()
    expect(await browser.claims()).toBeUndefined()
    expect(started.provider.sessions.hasEnded(session)).toBe(true)
    await other.refused('sign-in/email', { email, password }, 'CREDENTIALS_WRONG')
    await other.done('sign-in/email', { email, password: 'a new password' })
    await other.done('password/request-reset', { email })
    await fixture.ask(`update better_auth.verification set "expiresAt" = now() - interval '1 second'`)
    const late = { token: tokenIn(started.mails.at(-1)), password: 'yet another one' }
    await other.refused('password/reset', late, 'LINK_INVALID')
  })

  test('SE-07 asking for one tells nobody whether there is an account, and guests have none', async () => {
    const started = await fixture.start()
    const { email } = await register(started)
    const sent = started.mails.length
    const [known, unknown] = [
      await started.browser().post('password/request-reset', { email }),
      await started.browser().post('password/request-reset', { email: newAddress() }),
    ]
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
    expect(started.mails).toHaveLength(sent + 1)
  })

  test('SE-08 changing it takes the present one, and can end all other sessions', async () => {
    const started = await fixture.start()
    const { email, browser } = await register(started)
    const other = started.browser()
    await other.done('sign-in/email', { email, password })
    const wrong = { password: 'wrong password', newPassword: 'a new password' }
    await browser.refused('password/change', wrong, 'CREDENTIALS_WRONG')
    await browser.done('password/change', { password, newPassword: 'a new password' })
    expect(await other.claims()).toBeDefined()
    const again = { password: 'a new password', newPassword: password, endOthers: true }
    await browser.done('password/change', again)
    expect(await other.claims()).toBeUndefined()
    expect(await browser.claims()).toBeDefined()
    const guest = started.browser()
    await guest.becomeGuest()
    await guest.refused('password/change', again, 'CREDENTIALS_WRONG')
  })

  test('SE-09 mails to one address, and from one network, are limited', async () => {
    const started = await fixture.start({ limiter: createMemoryLimiter(createFakeClock()) })
    const email = newAddress()
    for (let times = 0; times < 3; times += 1)
      await started.browser().done('password/request-reset', { email })
    await started.browser().refused('password/request-reset', { email }, 'RATE_LIMITED')
    await started.browser().refused('sign-up', { name: 'Ada', email, password }, 'RATE_LIMITED')
    await started.browser().done('password/request-reset', { email: newAddress() })
  })
})

describe('what is wrong', () => {
  const bad: [string, object][] = [
    ['sign-up', { name: 'Ada', email: 'nobody', password }],
    ['sign-up', { name: 'Ada', email: `${'x'.repeat(limits.emailLength)}@example.org`, password }],
    ['sign-up', { name: 'Ada', email: 'ada@example.org', password: 'short' }],
    ['sign-up', { name: 'Ada', email: 'ada@example.org', password: 'x'.repeat(limits.passwordMax + 1) }],
    ['sign-up', { name: 'Ada', email: 'ada@example.org', password: `${password}\0` }],
    ['sign-up', { name: '', email: 'ada@example.org', password }],
    ['sign-up', { name: 'Ada', email: 'ada@example.org', password, role: 'admin' }],
    ['sign-in/email', { email: ['ada@example.org'], password }],
    ['sign-in/email', { email: 'ada@example.org', password: '' }],
    ['confirm', { token: '../../x' }],
    ['password/reset', { token: 'x'.repeat(43), password: 'short' }],
    ['sign-in/code', { code: '12345' }],
    ['sessions/revoke', { id: 'x' }],
  ]

  test('SE-10 a form that is not right is refused and makes nothing', async () => {
    const started = await fixture.start()
    const browser = started.browser()
    const users = () => fixture.ask('select count(*) from better_auth."user"')
    const before = await users()
    for (const [path, body] of bad) await browser.refused(path, body, 'BAD_REQUEST')
    expect(await users()).toEqual(before)
    expect(started.mails).toEqual([])
  })

  test('SE-10 without a session, what needs one says so', async () => {
    const { browser: open } = await fixture.start()
    const browser = open()
    for (const path of ['account', 'sessions']) {
      expect((await browser.get(path)).body.code).toBe('UNAUTHORIZED')
    }
    const needing: [string, object][] = [
      ['register', { name: 'Ada', email: newAddress(), password }],
      ['sessions/revoke', { id: '0198f1a0-0000-7000-8000-00000000000a' }],
      ['sessions/revoke-others', {}],
      ['sign-out/everywhere', {}],
      ['password/change', { password, newPassword: password }],
      ['two-factor/begin', { password }],
      ['two-factor/confirm', { code: '123456' }],
      ['two-factor/disable', { password }],
      ['two-factor/recovery-codes', { password }],
      ['delete-account', { password }],
    ]
    for (const [path, body] of needing) await browser.refused(path, body, 'UNAUTHORIZED')
  })

  test("SE-10 another site's page can do none of it", async () => {
    const started = await fixture.start()
    const { browser, email } = await register(started)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const path of ['sign-out/everywhere', 'delete-account', 'sessions/revoke-others', 'sign-in/email']) {
      for (const headers of [{ cookie, origin: 'https://elsewhere.example' }, { cookie }]) {
        const answer = await started.call('POST', path, headers, JSON.stringify({ email, password }))
        expect([path, (await answer.json()).code]).toEqual([path, 'FORBIDDEN'])
      }
    }
    expect(await browser.claims()).toBeDefined()
  })

  test('SE-10 a database that is away says so, and changes nobody', async () => {
    const started = await fixture.start()
    const { browser, email, userId } = await register(started)
    started.errors.length = 0
    await fixture.allowConnections(false)
    try {
      await browser.refused('sign-in/email', { email, password }, 'UNAVAILABLE')
      await browser.refused('delete-account', { password }, 'UNAVAILABLE')
      await browser.refused('sign-up', { name: 'Ada', email: newAddress(), password }, 'UNAVAILABLE')
      expect((await browser.get('sessions')).body.code).toBe('UNAVAILABLE')
    } finally {
      await fixture.allowConnections(true)
    }
    expect((await browser.claims())?.sub).toBe(userId)
  })
})

test('SE-11 what happens to an account is noted, without addresses of mail, passwords or codes', async () => {
  const started = await fixture.start()
  const { browser, email, userId } = await register(started)
  await started.browser().post('sign-in/email', { email, password: 'wrong password' })
  await browser.done('password/change', { password, newPassword: 'a new password' })
  await browser.done('sessions/revoke-others')
  await browser.done('sign-out')
  const actions = started.notes.map(({ action, actorId }) => [action, actorId])
  expect(actions).toEqual([
    ['account.email_verified', userId],
    ['account.signed_in', userId],
    ['account.sign_in_failed', null],
    ['account.password_changed', userId],
    ['account.session_revoked', userId],
    ['account.signed_out', userId],
  ])
  expect(started.notes.every(({ address }) => address === '127.0.0.1')).toBe(true)
  expect(JSON.stringify(started.notes)).not.toMatch(new RegExp(`${email}|password"|${password}`))
})
