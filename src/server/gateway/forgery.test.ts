/** Everything that a member could try to bring a change of their own making to a room's topic. */
import { expect, test } from 'vitest'
import { startGateway } from './gateway-fixture'
import type { RawClient } from './raw-client-fixture'

const forged = { log: 'mine', epoch: 1, after: 0, upTo: 1, changes: [] }

/** A push of kind 3: five lengths, JSON, and the parts they measure. */
function binaryPush(topic: string, event: string): Buffer {
  const parts = ['1', '9', topic, event, '']
  const head = [3, ...parts.map(({ length }) => length), 1]
  return Buffer.concat([Buffer.from(head), Buffer.from(parts.join('') + JSON.stringify(forged))])
}

/** Everything that arrives up to the answer to a heartbeat, without the answers to one's own requests. */
async function heard(client: RawClient): Promise<unknown[]> {
  client.send([null, 'beat', 'phoenix', 'heartbeat', {}])
  const frames: unknown[] = []
  for (;;) {
    const frame = await client.next()
    if (frame[1] === 'beat') return frames
    if (frame[3] === 'broadcast') frames.push([frame[2], (frame[4] as { event: string }).event])
  }
}

test('RT-81 no member, no frame of any kind and no request without the server’s key brings a change to a room', async () => {
  const { gateway, port, raw, tokens } = await startGateway()
  const [reader, forger] = [await raw(), await raw()]
  for (const [client, userId] of [
    [reader, 'ada'],
    [forger, 'ben'],
  ] as const) {
    for (const topic of ['room:1:1', 'peers:1:1', `user:${userId}`]) {
      await client.join(topic, {
        token: tokens.issue(userId),
        config: { private: true, broadcast: { ack: true } },
      })
    }
  }
  const broadcast = { type: 'broadcast', event: 'change', payload: forged }
  for (const topic of ['room:1:1', 'user:ada', 'user:ben', 'room:1:2', 'peers:1:1']) {
    forger.send(['1', '7', `realtime:${topic}`, 'broadcast', broadcast])
    forger.send(['1', '8', `realtime:${topic}`, 'change', forged])
    forger.send([null, null, `realtime:${topic}`, 'broadcast', broadcast])
    forger.send(binaryPush(`realtime:${topic}`, 'change'))
  }
  for (const headers of [
    {},
    { apikey: tokens.issue('ben') },
    { authorization: `Bearer ${tokens.issue('ben')}` },
  ]) {
    const response = await fetch(`http://127.0.0.1:${port}/realtime/v1/api/broadcast`, {
      ...{ method: 'POST', headers: { ...headers, 'content-type': 'application/json' } },
      body: JSON.stringify({
        messages: [{ topic: 'room:1:1', event: 'change', payload: forged, private: true }],
      }),
    })
    expect(response.status).toBe(401)
  }
  await heard(forger)
  // Among peers anybody says what they like: a client believes nothing of it about messages.
  const fromPeers = (await heard(reader)).map(String)
  expect([...new Set(fromPeers)]).toEqual(['realtime:peers:1:1,change'])
  gateway.publish('room:1:1', 'change', forged)
  expect(await heard(reader)).toEqual([['realtime:room:1:1', 'change']])
})
