import { expect, it } from 'vitest'
import { isOwnHost } from './own-host'

it.each([
  ['127.0.0.1', 'localhost:3000', true],
  ['127.0.0.1', '127.0.0.1:3000', true],
  ['localhost', 'LOCALHOST', true],
  ['::1', '[::1]:3000', true],
  ['127.0.0.1', 'evil.example:3000', false],
  ['127.0.0.1', '127.0.0.1.evil.example', false],
  ['127.0.0.1', 'localhost.evil.example', false],
  ['127.0.0.1', '192.168.0.7', false],
  ['127.0.0.1', undefined, false],
  ['0.0.0.0', 'chat.example', true],
])('SV-05 a server on %s called by the name %s: %s', (listensOn, host, expected) => {
  expect(isOwnHost(listensOn, host)).toBe(expected)
})
