/** The local store in memory keeps the same promises as the browser's. */
import { expect, test } from 'vitest'
import { describeLocalStore, send, uuid } from '@/client/sync/local-store-contract'
import { createMemoryDisk } from './memory-local-store'

describeLocalStore('memory', () => {
  const disks = new Map<string, ReturnType<typeof createMemoryDisk>>()
  return {
    open(userId = uuid(4)) {
      const disk = disks.get(userId) ?? createMemoryDisk(() => {})
      disks.set(userId, disk)
      return disk.open()
    },
  }
})

test('LS-06 a disk in memory fails when it is told to, once, and changes nothing then', async () => {
  const disk = createMemoryDisk()
  const { outbox } = disk.open()
  const full = new Error('no space')
  disk.failNext(full, 1)
  await outbox.change((queue) => send(queue, 1))
  await expect(outbox.change((queue) => send(queue, 2))).rejects.toBe(full)
  await outbox.change((queue) => send(queue, 3))
  expect(outbox.current().map(({ command }) => command.id)).toEqual([uuid(1), uuid(3)])
})
