import { afterEach, expect, test, vi } from 'vitest'
import { browserConnectivity } from './browser-ports'

afterEach(() => vi.unstubAllGlobals())

test('TB-08 a page tries at once when it comes back: into sight, out of the cache for "back", thawed, or with a network', () => {
  const [page, tab] = [new EventTarget(), Object.assign(new EventTarget(), { visibilityState: 'hidden' })]
  vi.stubGlobal('window', page)
  vi.stubGlobal('document', tab)
  let tries = 0
  const stop = browserConnectivity.onWake(() => tries++)
  const triesAfter = (target: EventTarget, type: string, also = {}) => {
    const before = tries
    target.dispatchEvent(Object.assign(new Event(type), also))
    return tries - before
  }
  expect(triesAfter(page, 'pageshow', { persisted: false })).toBe(0)
  expect(triesAfter(page, 'pageshow', { persisted: true })).toBe(1)
  expect(triesAfter(tab, 'resume')).toBe(1)
  expect(triesAfter(page, 'online')).toBe(1)
  expect(triesAfter(page, 'focus')).toBe(1)
  expect(triesAfter(tab, 'visibilitychange')).toBe(0)
  tab.visibilityState = 'visible'
  expect(triesAfter(tab, 'visibilitychange')).toBe(1)
  stop()
  for (const type of ['pageshow', 'online', 'focus'])
    expect(triesAfter(page, type, { persisted: true })).toBe(0)
  for (const type of ['resume', 'visibilitychange']) expect(triesAfter(tab, type)).toBe(0)
})
