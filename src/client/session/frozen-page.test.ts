import { afterEach, expect, test, vi } from 'vitest'
import { turn } from '@/testing/pumped-wire'
import { watchThawing } from './frozen-page'

afterEach(() => vi.unstubAllGlobals())

test('TB-05 what may not begin in a frozen page waits until it goes on', async () => {
  const page = new EventTarget()
  vi.stubGlobal('document', page)
  const thawed = watchThawing()
  const begun: string[] = []
  const begin = (what: string) => void thawed().then(() => begun.push(what))
  begin('before')
  await turn()
  page.dispatchEvent(new Event('freeze'))
  begin('frozen')
  begin('still frozen')
  await turn()
  expect(begun).toEqual(['before'])
  page.dispatchEvent(new Event('resume'))
  await turn()
  expect(begun).toEqual(['before', 'frozen', 'still frozen'])
})

test('TB-05 a service worker, which has no page, never waits', async () => {
  vi.stubGlobal('document', undefined)
  await expect(watchThawing()()).resolves.toBeUndefined()
})
