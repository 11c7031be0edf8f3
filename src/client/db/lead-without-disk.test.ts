import { expect, test, vi } from 'vitest'
import { createMemoryLead } from '@/testing/memory-lead'
import { turn } from '@/testing/pumped-wire'
import { leadWithoutDisk } from './lead-without-disk'
import { createStorageWatch } from './storage-watch'

test('LS-24 where nothing is kept every tab sends what is its own, from the moment that this is known', async () => {
  const shared = createMemoryLead()
  const [first, second] = [createStorageWatch(), createStorageWatch()]
  const [one, two] = [vi.fn(), vi.fn()]
  const hear = (become: () => void) => ({ become, lose() {}, asked() {} })
  leadWithoutDisk(shared, first).take(hear(one))
  const other = leadWithoutDisk(shared, second)
  const { leave } = other.take(hear(two))
  await turn()
  expect([one.mock.calls.length, two.mock.calls.length]).toEqual([1, 0])
  expect(await other.isAlone()).toBe(false)
  second.nothingIsKept()
  expect(two).toHaveBeenCalledTimes(1)
  expect(await other.isAlone()).toBe(true)
  leave()
  const late = vi.fn()
  leadWithoutDisk(shared, second).take(hear(late))
  await turn()
  expect(late).toHaveBeenCalledTimes(1)
})
