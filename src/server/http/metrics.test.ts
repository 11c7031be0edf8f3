import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createMetricsPage } from './metrics'

const numbers = { contentType: 'text/plain; version=0.0.4', read: async () => 'parley_numbers 1\n' }
const token = 'a-token-of-some-length'

interface Asking {
  /** The address that the request seems to come from. */
  from?: string
  headers?: Record<string, string>
  method?: string
}

/** @returns the status, and the text of an answer that has numbers in it */
async function ask(opened: string | undefined, { from, headers = {}, method = 'GET' }: Asking) {
  const page = createMetricsPage(numbers, opened)
  const server = createServer((asked, response) => {
    if (from !== undefined) Object.defineProperty(asked.socket, 'remoteAddress', { value: from })
    void page(asked, response)
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return new Promise<[number | undefined, string]>((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', method, headers, agent: false }, async (answer) => {
      const chunks: Buffer[] = await answer.toArray()
      resolve([answer.statusCode, Buffer.concat(chunks).toString()])
    })
    asking.once('error', reject)
    asking.end()
  })
}

const stranger = '192.0.2.7'
const bearer = (text: string) => ({ authorization: `Bearer ${text}` })

it.each<[string, string | undefined, Asking, boolean]>([
  ['this machine', undefined, {}, true],
  ['this machine, IPv6', undefined, { from: '::1' }, true],
  ['this machine, IPv4 in IPv6', undefined, { from: '::ffff:127.0.0.1' }, true],
  ['a stranger', undefined, { from: stranger }, false],
  ['a stranger with a token where none is set', undefined, { from: stranger, headers: bearer('') }, false],
  ['a stranger with "undefined"', undefined, { from: stranger, headers: bearer('undefined') }, false],
  ['a stranger without the token', token, { from: stranger }, false],
  ['a stranger with a wrong token', token, { from: stranger, headers: bearer(`${token}x`) }, false],
  ['a stranger with the token', token, { from: stranger, headers: bearer(token) }, true],
  ['somebody behind a proxy here', undefined, { headers: { 'x-forwarded-for': stranger } }, false],
  ['somebody behind a proxy that says it the new way', undefined, { headers: { forwarded: 'for=x' } }, false],
  ['a page that points its name here', undefined, { headers: { host: 'evil.example' } }, false],
  ['this machine by POST', undefined, { method: 'POST' }, false],
])('ME-04 %s', async (_, opened, asking, allowed) => {
  const [status, text] = await ask(opened, asking)
  expect(status).toBe(allowed ? 200 : 404)
  expect(text.includes('parley_numbers')).toBe(allowed)
})
