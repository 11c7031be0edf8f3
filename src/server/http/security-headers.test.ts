import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createSecurityHeaders, readInlineScripts } from './security-headers'

interface Asked {
  headers?: Record<string, string>
  encrypted?: boolean
  inlineScripts?: string[] | undefined
}

function headersFor({ headers = {}, encrypted = false, ...rest }: Asked = {}) {
  const inlineScripts = 'inlineScripts' in rest ? rest.inlineScripts : ["'sha256-known'"]
  const set: Record<string, string> = {}
  const request = { headers, socket: encrypted ? { encrypted } : {} } as unknown as IncomingMessage
  const response = { setHeader: (name: string, value: string) => (set[name] = value) }
  createSecurityHeaders(inlineScripts)(request, response as unknown as ServerResponse)
  const policy = new Map(
    (set['content-security-policy'] ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources]
    }),
  )
  return { set, policy }
}

test('SV-31 the policy lets nothing run but our files and the inline scripts of the build, and nobody frame us', () => {
  const { policy } = headersFor({ headers: { host: 'chat.example' } })
  expect(Object.fromEntries(policy)).toEqual({
    'default-src': ["'self'"],
    'script-src': ["'self'", "'sha256-known'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'connect-src': ["'self'", 'ws://chat.example', 'wss://chat.example'],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  })
})

test.each([
  ['chat.example:3000', true],
  ['127.0.0.1:3000', true],
  ['[::1]:3000', true],
  ['chat.example; script-src *', false],
  ['chat.example *', false],
  ['chat.example,evil.example', false],
  ['', false],
])(
  'SV-31 of the name it was called by, %s, the policy takes a host and nothing else: %s',
  (host, isTaken) => {
    const sources = headersFor({ headers: { host } }).policy.get('connect-src')
    expect(sources).toEqual(isTaken ? ["'self'", `ws://${host}`, `wss://${host}`] : ["'self'"])
  },
)

test('SV-31 in development alone scripts may be made and evaluated', () => {
  const { policy } = headersFor({ inlineScripts: undefined })
  expect(policy.get('script-src')).toContain("'unsafe-eval'")
  const unsafe = [...headersFor().policy.values()].flat().filter((source) => source.includes('unsafe'))
  expect(unsafe).toEqual([])
})

test('SV-30 every answer says how it is to be taken', () => {
  expect(headersFor().set).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=(), '),
  })
})

test('SV-30 a browser is told to stay with https when it came by it, here or at a proxy', () => {
  const hsts = (asked?: Asked) => headersFor(asked).set['strict-transport-security']
  expect(hsts()).toBeUndefined()
  expect(hsts({ headers: { 'x-forwarded-proto': 'http' } })).toBeUndefined()
  expect(hsts({ headers: { 'x-forwarded-proto': 'https' } })).toBe('max-age=31536000')
  expect(hsts({ encrypted: true })).toBe('max-age=31536000')
})

test('SV-31 a server without the list of its pages does not start', () => {
  expect(readInlineScripts(undefined)).toBeUndefined()
  expect(() => readInlineScripts('/nowhere/inline-scripts.json')).toThrow('ENOENT')
})
