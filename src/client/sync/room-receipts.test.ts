import { describe, expect, it, vi } from 'vitest'
import type { MemberReceipts } from '@/contract/sync'
import { createFakeClock } from '@/testing/fake-clock'
import { againMs, createRoomReceipts, longestMs, soonMs } from './room-receipts'

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const graceAt = (received: number, read: number): MemberReceipts => ({
  log: 'log',
  members: [{ userId: 'grace', received, read }],
})

async function start(first: MemberReceipts | Error) {
  const clock = createFakeClock()
  const place = { answer: first }
  const ask = vi.fn(async () => {
    if (place.answer instanceof Error) throw place.answer
    return place.answer
  })
  const changed = vi.fn()
  const receipts = createRoomReceipts({ clock, ask, changed })
  await settled()
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await settled()
  }
  return { clock, place, ask, changed, receipts, pass }
}

describe('PT-11', () => {
  it('PT-11 the server is asked when the room is shown, and not again while everybody has read all', async () => {
    const { receipts, ask, clock, changed } = await start(graceAt(4, 4))
    expect(receipts.view()).toEqual(graceAt(4, 4).members)
    expect(changed).toHaveBeenCalledOnce()
    expect(ask).toHaveBeenCalledOnce()
    expect(clock.pending()).toBe(0)
  })

  it('PT-11 hints and messages of one’s own are answered by one question soon after', async () => {
    const { receipts, ask, place, pass, clock } = await start(graceAt(4, 4))
    receipts.hint()
    receipts.wrote(5)
    receipts.hint()
    place.answer = graceAt(5, 5)
    await pass(soonMs - 1)
    expect(ask).toHaveBeenCalledOnce()
    await pass(1)
    expect(ask).toHaveBeenCalledTimes(2)
    expect(receipts.view()).toEqual(graceAt(5, 5).members)
    expect(clock.pending()).toBe(0)
  })

  it('PT-11 while somebody has not read one’s latest, it is asked more and more seldom, but not never', async () => {
    const { receipts, ask, pass, changed, place } = await start(graceAt(4, 4))
    receipts.wrote(5)
    await pass(soonMs)
    const before = changed.mock.calls.length
    let wait = againMs
    for (let asked = 3; asked < 12; asked++) {
      await pass(wait - 1)
      expect(ask).toHaveBeenCalledTimes(asked - 1)
      await pass(1)
      expect(ask).toHaveBeenCalledTimes(asked)
      wait = Math.min(2 * wait, longestMs)
    }
    expect(changed).toHaveBeenCalledTimes(before)
    place.answer = graceAt(5, 5)
    receipts.wrote(5)
    receipts.hint()
    await pass(soonMs)
    expect(receipts.view()).toEqual(graceAt(5, 5).members)
  })

  it('PT-11 a question that is not answered is asked again; what was known stays', async () => {
    const { receipts, place, pass } = await start(graceAt(4, 4))
    place.answer = new Error('away')
    receipts.hint()
    await pass(soonMs)
    expect(receipts.view()).toEqual(graceAt(4, 4).members)
    place.answer = graceAt(6, 6)
    await pass(againMs)
    expect(receipts.view()).toEqual(graceAt(6, 6).members)
  })

  it('PT-11 a hint while it is being asked is asked about afterwards', async () => {
    const { receipts, ask, clock, pass } = await start(graceAt(4, 4))
    receipts.hint()
    clock.advance(soonMs)
    receipts.hint()
    await settled()
    expect(ask).toHaveBeenCalledTimes(2)
    await pass(soonMs)
    expect(ask).toHaveBeenCalledTimes(3)
    expect(clock.pending()).toBe(0)
  })

  it('PT-11 nothing is asked once nobody shows the room', async () => {
    const { receipts, ask, clock, pass } = await start(new Error('away'))
    receipts.close()
    receipts.hint()
    await pass(longestMs)
    expect(ask).toHaveBeenCalledOnce()
    expect(clock.pending()).toBe(0)
  })
})
