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
  ['PARLEY_LOG', 'xml'],
  ['PARLEY_LOG_REQUESTS', 'yes'],
  ['PARLEY_METRICS_TOKEN', ''],
  ['PARLEY_METRICS_TOKEN', 'short'],
  ['PARLEY_METRICS_TOKEN', 'with a space in the middle'],
])('SV-04 %s=%s is refused by name', (name, value) => {
  expect(() => parseEnv({ [name]: value }, '/somewhere')).toThrow(EnvError)
  expect(() => parseEnv({ [name]: value }, '/somewhere')).toThrow(new RegExp(`^${name} must`))
})
