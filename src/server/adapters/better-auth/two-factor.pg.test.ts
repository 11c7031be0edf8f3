import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type IdentityFixture, openIdentityFixture, type StartedProvider, tokenIn } from './identity-fixture'

const password = 'correct horse battery'
let fixture: IdentityFixture
let count = 0

beforeAll(async () => {
  fixture = await openIdentityFixture()
})
afterEach(() => fixture.stopProviders())
afterAll(() => fixture.close())

/** RFC 4648. */
function decodeBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** What an authenticator shows (RFC 6238). @param steps half minutes from now */
function codeOf(uri: string, steps = 0): string {
  const secret = decodeBase32(new URL(uri).searchParams.get('secret') ?? '')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

async function withTwoFactor(started: StartedProvider) {
  const browser = started.browser()
  const email = `two-${++count}@example.org`
  await browser.done('sign-up', { name: 'Ada', email, password })
  await browser.done('confirm', { token: tokenIn(started.mails.at(-1)) })
  await browser.done('sign-in/email', { email, password })
  const { uri, recoveryCodes } = await browser.done('two-factor/begin', { password })
  await browser.done('two-factor/confirm', { code: codeOf(uri, -1) })
  return { browser, email, uri: uri as string, recoveryCodes: recoveryCodes as string[] }
}

test('SE-20 it is asked for once a code has shown that it works, and never before', async () => {
  const started = await fixture.start()
  const browser = started.browser()
  const email = `two-${++count}@example.org`
  await browser.done('sign-up', { name: 'Ada', email, password })
  await browser.done('confirm', { token: tokenIn(started.mails.at(-1)) })
  await browser.done('sign-in/email', { email, password })
  await browser.refused('two-factor/begin', { password: 'wrong password' }, 'CREDENTIALS_WRONG')
  const { uri, recoveryCodes } = await browser.done('two-factor/begin', { password })
  expect(uri).toMatch(/^otpauth:\/\/totp\/Parley[:%]/)
  expect(new Set(recoveryCodes).size).toBe(10)
  const other = started.browser()
  expect(await other.done('sign-in/email', { email, password })).toEqual({ status: 'signed-in' })
  const wrong = codeOf(uri) === '000000' ? '000001' : '000000'
  await browser.refused('two-factor/confirm', { code: wrong }, 'CODE_WRONG')
  await browser.done('two-factor/confirm', { code: codeOf(uri) })
  expect((await browser.get('account')).body).toMatchObject({ twoFactor: true })
  expect(await started.browser().done('sign-in/email', { email, password })).toEqual({
    status: 'code-needed',
  })
  await browser.refused('two-factor/begin', { password }, 'FORBIDDEN')
  await browser.refused('two-factor/confirm', { code: codeOf(uri) }, 'FORBIDDEN')
})

test('SE-20 a password alone signs nobody in; with a code, in whatever groups it is typed, it does', async () => {
  const started = await fixture.start()
  const { email, uri } = await withTwoFactor(started)
  const browser = started.browser()
  const guestId = await browser.becomeGuest()
  await browser.done('sign-in/email', { email, password })
  expect((await browser.claims())?.sub).toBe(guestId)
  await started.browser().refused('sign-in/code', { code: codeOf(uri) }, 'UNAUTHORIZED')
  const code = codeOf(uri).replace(/^(...)/, '$1 ')
  expect(await browser.done('sign-in/code', { code })).toEqual({ status: 'signed-in' })
  expect((await browser.get('account')).body).toMatchObject({ email })
})

test('SE-21 a code opens once', async () => {
  const started = await fixture.start()
  const { email, uri } = await withTwoFactor(started)
  const code = codeOf(uri)
  const [one, two] = [started.browser(), started.browser()]
  for (const browser of [one, two]) await browser.done('sign-in/email', { email, password })
  const answers = await Promise.all([one, two].map((browser) => browser.post('sign-in/code', { code })))
  expect(answers.map(({ body }) => body.code ?? body.status).sort()).toEqual(['CODE_WRONG', 'signed-in'])
  const rows = await fixture.ask(
    'select 1 from better_auth.session s join better_auth."user" u on u.id = s."userId" where u.email = $1',
    [email],
  )
  // The one that turned it on, and the one that came in.
  expect(rows).toHaveLength(2)
})

test('SE-21 whoever guesses has five tries for each password, and then begins again', async () => {
  const started = await fixture.start()
  const { email, uri } = await withTwoFactor(started)
  const browser = started.browser()
  await browser.done('sign-in/email', { email, password })
  const right = codeOf(uri)
  const wrong = right === '000000' ? '000001' : '000000'
  for (let tries = 0; tries < 5; tries += 1)
    await browser.refused('sign-in/code', { code: wrong }, 'CODE_WRONG')
  await browser.refused('sign-in/code', { code: right }, 'UNAUTHORIZED')
  await browser.refused('sign-in/code', { code: right }, 'UNAUTHORIZED')
})

test('SE-22 a recovery code signs in once; new ones end the old', async () => {
  const started = await fixture.start()
  const { email, browser, recoveryCodes } = await withTwoFactor(started)
  const [first = '', second = ''] = recoveryCodes
  const other = started.browser()
  await other.done('sign-in/email', { email, password })
  await other.refused('sign-in/recovery-code', { code: 'not one' }, 'CODE_WRONG')
  await other.done('sign-in/recovery-code', { code: first })
  const third = started.browser()
  await third.done('sign-in/email', { email, password })
  await third.refused('sign-in/recovery-code', { code: first }, 'CODE_WRONG')
  const renewed = await browser.done('two-factor/recovery-codes', { password })
  await third.refused('sign-in/recovery-code', { code: second }, 'CODE_WRONG')
  await third.done('sign-in/recovery-code', { code: renewed.recoveryCodes[0] })
})

test('SE-22 turning it off takes the password; the device stays signed in, in another session', async () => {
  const started = await fixture.start()
  const { email, browser } = await withTwoFactor(started)
  const before = await browser.claims()
  await browser.refused('two-factor/disable', { password: 'wrong password' }, 'CREDENTIALS_WRONG')
  await browser.done('two-factor/disable', { password })
  const after = await browser.claims()
  expect(after?.sub).toBe(before?.sub)
  expect(started.provider.sessions.hasEnded(before?.sid ?? '')).toBe(true)
  expect(await started.browser().done('sign-in/email', { email, password })).toEqual({ status: 'signed-in' })
  await browser.refused('two-factor/recovery-codes', { password }, 'FORBIDDEN')
})

test('SE-22 secrets and recovery codes are stored encrypted', async () => {
  const started = await fixture.start()
  const { uri, recoveryCodes } = await withTwoFactor(started)
  const stored = JSON.stringify(await fixture.ask('select * from better_auth."twoFactor"'))
  const secret = decodeBase32(new URL(uri).searchParams.get('secret') ?? '').toString()
  for (const plain of [secret, ...recoveryCodes]) expect(stored).not.toContain(plain)
})
