/** What every delivery tracker promises while it is well. Each adapter's test calls this. */
import { test as baseTest, describe, expect } from 'vitest'
import type { DeliveryTracker } from './delivery-tracker'

export interface DeliveryTrackerHarness {
  /** Empty, and sharing nothing with another harness. */
  tracker: DeliveryTracker
  close?(): Promise<void>
}

const at = (position: number, messageId?: string) => ({ position, messageId })

export function describeDeliveryTracker(name: string, create: () => Promise<DeliveryTrackerHarness>): void {
  const test = baseTest.extend<{ tracker: DeliveryTracker }>({
    tracker: async ({ task: _ }, use) => {
      const harness = await create()
      await use(harness.tracker)
      await harness.close?.()
    },
  })

  describe(name, () => {
    test('DL-01 what was never raised is unknown', async ({ tracker }) => {
      expect(await tracker.received('log', 'ada', 'room')).toBeUndefined()
      expect(await tracker.latest('log', 'room')).toBeUndefined()
    })

    test('DL-01 a raise answers what stands, and never lowers it', async ({ tracker }) => {
      expect(await tracker.raiseReceived('log', 'ada', 'room', at(9))).toBe(9)
      expect(await tracker.raiseReceived('log', 'ada', 'room', at(2))).toBe(9)
      expect(await tracker.raiseReceived('log', 'ada', 'room', at(10))).toBe(10)
      expect(await tracker.received('log', 'ada', 'room')).toEqual(at(10))
      await tracker.raiseLatest('log', 'room', at(10))
      await tracker.raiseLatest('log', 'room', at(9))
      expect(await tracker.latest('log', 'room')).toEqual(at(10))
    })

    test('DL-01 positions compare as numbers, however large', async ({ tracker }) => {
      const largest = Number.MAX_SAFE_INTEGER
      expect(await tracker.raiseReceived('log', 'ada', 'room', at(largest - 1))).toBe(largest - 1)
      expect(await tracker.raiseReceived('log', 'ada', 'room', at(largest))).toBe(largest)
      expect(await tracker.raiseReceived('log', 'ada', 'room', at(largest - 1))).toBe(largest)
      expect(await tracker.received('log', 'ada', 'room')).toEqual(at(largest))
    })

    test('DL-01 position 0 is known, not unknown', async ({ tracker }) => {
      expect(await tracker.raiseReceived('log', 'ada', 'room', at(0))).toBe(0)
      expect(await tracker.received('log', 'ada', 'room')).toEqual(at(0))
    })

    test('DL-02 a message stays with its position', async ({ tracker }) => {
      await tracker.raiseLatest('log', 'room', at(5, 'fifth'))
      await tracker.raiseLatest('log', 'room', at(4, 'fourth'))
      await tracker.raiseLatest('log', 'room', at(5, 'another'))
      expect(await tracker.latest('log', 'room')).toEqual(at(5, 'fifth'))
      await tracker.raiseLatest('log', 'room', at(6))
      expect(await tracker.latest('log', 'room')).toEqual(at(6))
    })

    test('DL-03 logs, users and rooms share nothing', async ({ tracker }) => {
      await tracker.raiseReceived('log', 'ada', 'room', at(7))
      await tracker.raiseLatest('log', 'room', at(8))
      expect(await tracker.received('other', 'ada', 'room')).toBeUndefined()
      expect(await tracker.received('log', 'ben', 'room')).toBeUndefined()
      expect(await tracker.received('log', 'ada', 'hall')).toBeUndefined()
      expect(await tracker.latest('other', 'room')).toBeUndefined()
      expect(await tracker.latest('log', 'hall')).toBeUndefined()
      expect(await tracker.raiseReceived('log', 'ben', 'room', at(1))).toBe(1)
      expect(await tracker.received('log', 'ada', 'room')).toEqual(at(7))
      expect(await tracker.latest('log', 'room')).toEqual(at(8))
    })

    test('DL-01 raises at the same moment end at the highest', async ({ tracker }) => {
      const positions = Array.from({ length: 50 }, (_, index) => ((index * 7) % 50) + 1)
      const stands = await Promise.all(
        positions.map((position) => tracker.raiseReceived('log', 'ada', 'room', at(position))),
      )
      expect(Math.max(...stands)).toBe(50)
      for (const [index, position] of positions.entries())
        expect(stands[index]).toBeGreaterThanOrEqual(position)
      expect(await tracker.received('log', 'ada', 'room')).toEqual(at(50))
    })
  })
}
