import { expect, it } from 'vitest'
import { english } from '@/client/language/en/text'
import { StorageFullError } from '@/client/sync/local-store'
import { whyNotKept } from './why-not-kept'

it('LS-23 UI-10 a message for which there is no space stays, and its author hears why', async () => {
  const full = Promise.reject(new StorageFullError())
  expect(await whyNotKept('message', full, english)).toMatch(/storage is full.*still here.*free some space/)
  expect(await whyNotKept('reaction', Promise.reject(new StorageFullError()), english)).toMatch(
    /Nothing was changed/,
  )
  expect(await whyNotKept('message', Promise.reject(new Error('no')), english)).toMatch(/could not keep/)
  expect(await whyNotKept('message', Promise.resolve(true), english)).toBeUndefined()
})
