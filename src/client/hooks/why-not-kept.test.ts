import { expect, it } from 'vitest'
import { StorageFullError } from '@/client/sync/local-store'
import { whyNotKept } from './why-not-kept'

it('LS-23 UI-10 a message for which there is no space stays, and its author hears why', async () => {
  const full = Promise.reject(new StorageFullError())
  expect(await whyNotKept('message', full)).toMatch(/storage is full.*still here.*free some space/)
  expect(await whyNotKept('reaction', Promise.reject(new StorageFullError()))).toMatch(/Nothing was changed/)
  expect(await whyNotKept('message', Promise.reject(new Error('no')))).toMatch(/could not keep/)
  expect(await whyNotKept('message', Promise.resolve(true))).toBeUndefined()
})
