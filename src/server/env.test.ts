import { expect, it } from 'vitest'
import { EnvError, parseEnv } from './env'

it('SV-04 without settings the server is on 127.0.0.1:3000, with its data beside the project', () => {
  expect(parseEnv({}, '/somewhere')).toEqual({
    dev: false,
    host: '127.0.0.1',
    port: 3000,
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

it.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', ''],
  ['HOST', ''],
  ['PARLEY_DATA', ''],
])('SV-04 %s=%s is refused by name', (name, value) => {
  expect(() => parseEnv({ [name]: value }, '/somewhere')).toThrow(EnvError)
  expect(() => parseEnv({ [name]: value }, '/somewhere')).toThrow(new RegExp(`^${name} must`))
})
