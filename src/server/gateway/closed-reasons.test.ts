/** Each connection that ends is counted once, under the first thing that was wrong with it. */
import { expect, test, vi } from 'vitest'
import { startGateway } from './gateway-fixture'
import type { GatewayLimits } from './gateway-limits'

async function start(limits: Partial<GatewayLimits> = {}) {
  const counted: string[] = []
  const metrics = { connectionClosed: (reason: string) => void counted.push(reason) }
  const expectCounted = (...reasons: string[]) => vi.waitFor(() => expect(counted).toEqual(reasons))
  return { ...(await startGateway(limits, { metrics })), expectCounted }
}

test('ME-05 a client that says goodbye is told from one that is lost', async () => {
  const { raw, expectCounted } = await start()
  const [polite, lost] = [await raw(), await raw()]
  polite.socket.close()
  await expectCounted('client')
  lost.socket.terminate()
  await expectCounted('client', 'lost')
})

test('ME-05 a reader that does not read is counted as backlog, and one that gives no sign of life as silent', async () => {
  const { clock, gateway, tokens, raw, expectCounted } = await start({
    connectionBacklogBytes: 100_000,
    pingMs: 10_000,
  })
  const [slow, dead] = [await raw(), await raw()]
  await slow.join('room:1:1', { token: tokens.issue('eve', 60_000) })
  slow.socket.pause()
  const text = 'x'.repeat(200_000)
  while (gateway.stats().connections === 2) {
    gateway.publish('room:1:1', 'change', { text })
    await new Promise((resolve) => setImmediate(resolve))
  }
  await expectCounted('backlog')
  dead.socket.pause()
  clock.advance(20_000)
  await expectCounted('backlog', 'silent')
})

test('ME-05 what the gateway ends is counted by why', async () => {
  const { clock, gateway, raw, expectCounted } = await start({ frameBytes: 1_000, framesPerSecond: 1 })
  const ends: [string, () => Promise<unknown>][] = [
    ['version', () => raw('vsn=1.0.0')],
    ['malformed', async () => (await raw()).send('no frame')],
    ['frame_too_large', async () => (await raw()).send('x'.repeat(1_001))],
    [
      'frames',
      async () => {
        const { socket } = await raw()
        socket.ping()
        socket.ping()
      },
    ],
    [
      'idle',
      async () => {
        await raw()
        clock.advance(120_000)
      },
    ],
    [
      'stopping',
      async () => {
        await raw()
        await gateway.close()
      },
    ],
  ]
  const counted: string[] = []
  for (const [reason, end] of ends) {
    await end()
    counted.push(reason)
    await expectCounted(...counted)
  }
})
