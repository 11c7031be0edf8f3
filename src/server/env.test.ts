import { expect, it } from 'vitest'
import { EnvError, parseEnv } from './env'

it('SV-04 without settings the server is on 127.0.0.1:3000, with its data beside the project', () => {
  expect(parseEnv({}, '/somewhere')).toEqual({
    dev: false,
    host: '127.0.0.1',
    port: 3000,
    logFormat: 'lines',
    database: undefined,
    redisUrl: undefined,
    redisServer: 'redis-server',
    proxies: 0,
    rateLimits: true,
    guests: true,
    openRooms: true,
    site: undefined,
    smtp: undefined,
    serverKey: undefined,
    logRequests: false,
    metricsToken: undefined,
    dataFolder: '/somewhere/.data',
  })
})

it('SV-04 PORT, HOST and PARLEY_DATA choose where', () => {
  expect(parseEnv({ PORT: '0', HOST: '::', PARLEY_DATA: '/data folder' }, '/somewhere')).toMatchObject({
    host: '::',
    port: 0,
    dataFolder: '/data folder',
  })
  expect(parseEnv({ PARLEY_DATA: 'mine' }, '/somewhere').dataFolder).toBe('/somewhere/mine')
})

it('SV-11 DATABASE_URL needs a secret that every process shares', () => {
  const secret = 'x'.repeat(32)
  const url = 'postgres://user@host/chat'
  expect(parseEnv({ DATABASE_URL: url, PARLEY_SECRET: secret }, '/').database).toEqual({ url, secret })
  expect(() => parseEnv({ DATABASE_URL: url }, '/')).toThrow(/^PARLEY_SECRET must be set/)
  expect(() => parseEnv({ DATABASE_URL: url, PARLEY_SECRET: 'short' }, '/')).toThrow(
    /^PARLEY_SECRET must have/,
  )
})

it('SE-12 mail takes a server, an address it is from, and the address that links lead to', () => {
  const mail = {
    PARLEY_SMTP_URL: 'smtps://parley:secret@mail.example.org:465',
    PARLEY_MAIL_FROM: 'Parley <parley@example.org>',
    PARLEY_URL: 'https://chat.example.org',
  }
  expect(parseEnv(mail, '/')).toMatchObject({
    smtp: { url: mail.PARLEY_SMTP_URL, from: mail.PARLEY_MAIL_FROM },
    site: mail.PARLEY_URL,
  })
  const { PARLEY_URL: _, ...noAddress } = mail
  expect(() => parseEnv(noAddress, '/')).toThrow(/^PARLEY_URL must be set/)
  const { PARLEY_MAIL_FROM: __, ...noSender } = mail
  expect(() => parseEnv(noSender, '/')).toThrow(/^PARLEY_MAIL_FROM must be set/)
  expect(parseEnv({ PARLEY_GUESTS: 'off' }, '/').guests).toBe(false)
})

it('SV-13 PARLEY_PROXIES says how many proxies are in front', () => {
  expect(parseEnv({ PARLEY_PROXIES: '2' }, '/').proxies).toBe(2)
})

it.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', ''],
  ['REDIS_URL', 'localhost:6379'],
  ['PARLEY_SERVER_KEY', 'short'],
  ['PARLEY_PROXIES', '-1'],
  ['PARLEY_PROXIES', '10'],
  ['PARLEY_PROXIES', 'one'],
  ['PARLEY_REDIS_SERVER', ''],
  ['HOST', ''],
  ['PARLEY_DATA', ''],
  ['PARLEY_RATE_LIMITS', 'no'],
  ['PARLEY_GUESTS', 'no'],
  ['PARLEY_OPEN_ROOMS', 'no'],
  ['PARLEY_URL', 'chat.example.org'],
  ['PARLEY_URL', 'https://chat.example.org/'],
  ['PARLEY_SMTP_URL', 'mail.example.org'],
  ['PARLEY_MAIL_FROM', 'Parley\r\nBcc: all@example.org'],
  ['PARLEY_LOG', 'xml'],
  ['PARLEY_LOG_REQUESTS', 'yes'],
  ['PARLEY_METRICS_TOKEN', ''],
  ['PARLEY_METRICS_TOKEN', 'short'],
  ['PARLEY_METRICS_TOKEN', 'with a space in the middle'],
])('SV-04 %s=%s is refused by name', (name, value) => {
  expect(() => parseEnv({ [name]: value }, '/somewhere')).toThrow(EnvError)
  expect(() => parseEnv({ [name]: value }, '/somewhere')).toThrow(new RegExp(`^${name} must`))
})
