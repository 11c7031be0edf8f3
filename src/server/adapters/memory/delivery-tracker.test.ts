import { expect, test } from 'vitest'
import { describeDeliveryTracker } from '@/server/ports/delivery-tracker-contract'
import { createMemoryDeliveryTracker } from './delivery-tracker'

describeDeliveryTracker('the delivery tracker of a single process', async () => ({
  tracker: createMemoryDeliveryTracker(),
}))

test('DL-04 the in-process tracker forgets the position used least lately, and no more than it must', async () => {
  const tracker = createMemoryDeliveryTracker(2)
  const raise = (userId: string) =>
    tracker.raiseReceived('log', userId, 'room', { position: 1, messageId: undefined })
  await raise('ada')
  await raise('ben')
  await tracker.received('log', 'ada', 'room')
  await raise('cleo')
  expect(await tracker.received('log', 'ben', 'room')).toBeUndefined()
  expect(await tracker.received('log', 'ada', 'room')).toBeDefined()
  expect(await tracker.received('log', 'cleo', 'room')).toBeDefined()
})
