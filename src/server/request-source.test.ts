import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressOf, networkOf } from './request-source'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  [undefined, 'unknown'],
])('ID-04 %s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ["no proxy: the header is the client's own word", 0, '203.0.113.9', 'socket'],
  ['one proxy', 1, '203.0.113.9', '203.0.113.9'],
  ['one proxy, and an entry that the client has forged', 1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['two proxies', 2, '198.51.100.1, 203.0.113.9,10.0.0.1', '203.0.113.9'],
  ['IPv6', 1, '2001:db8::9', '2001:db8::9'],
  ['fewer entries than proxies', 2, '203.0.113.9', 'socket'],
  ['no header', 1, undefined, 'socket'],
  ['an empty header', 1, '', 'socket'],
  ['an entry that is no address', 1, '203.0.113.9, unknown', 'socket'],
  ['an entry with a port', 1, '203.0.113.9:4711', 'socket'],
])('SV-13 the address that counts, %s', (_, proxies, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const request = { headers, socket: { remoteAddress: 'socket' } } as unknown as IncomingMessage
  expect(addressOf(request, proxies)).toBe(address)
})
