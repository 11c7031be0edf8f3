import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLocks, type MemoryLocks } from '@/testing/memory-locks'
import { turn } from '@/testing/pumped-wire'
import { browserLead, browserLock } from './browser-lock'

let browser: MemoryLocks
beforeEach(() => {
  browser = createMemoryLocks()
  vi.stubGlobal('navigator', { locks: browser.locks })
  vi.stubGlobal('BroadcastChannel', browser.channel)
})
afterEach(() => vi.unstubAllGlobals())

/** A page of its own: its timers, and whether it answers. */
function open(clock = createFakeClock()) {
  const page = new EventTarget()
  const heard: string[] = []
  const lead = browserLead('outbox', clock)
  const before = browser.channel
  let hangs = false
  vi.stubGlobal('document', page)
  vi.stubGlobal(
    'BroadcastChannel',
    class extends before {
      constructor(name: string) {
        super(name)
        // What a page that hangs is sent, it does not hear.
        let listener: ((event: { data: unknown }) => void) | null = null
        Object.defineProperty(this, 'onmessage', {
          get: () => (hangs ? null : listener),
          set(value: typeof listener) {
            listener = value
          },
        })
      }
    },
  )
  const place = lead.take({
    become: () => heard.push('leads'),
    lose: () => heard.push('lost'),
    asked: () => heard.push('asked'),
  })
  vi.stubGlobal('BroadcastChannel', before)
  return {
    ...{ heard, clock, ...place, isAlone: lead.isAlone },
    hang(now: boolean) {
      hangs = now
    },
    freeze: () => page.dispatchEvent(new Event('freeze')),
    resume: () => page.dispatchEvent(new Event('resume')),
  }
}

test('TB-01 the first leads; the next when it has gone; nobody says a word unasked', async () => {
  const [one, two] = [open(), open()]
  await turn()
  expect([one.heard, two.heard]).toEqual([['leads'], []])
  one.leave()
  await turn()
  expect(two.heard).toEqual(['leads'])
  expect(browser.said).toEqual([])
})

test('TB-03 whoever answers keeps the lead, and hears that it was asked', async () => {
  const [one, two] = [open(), open()]
  await turn()
  two.challenge()
  await turn()
  two.clock.advance(60_000)
  await turn()
  expect([one.heard, two.heard]).toEqual([['leads', 'asked'], []])
})

test('TB-01 whoever does not answer within seconds loses the lead, hears of it, and is the next', async () => {
  const [one, two] = [open(), open()]
  await turn()
  one.hang(true)
  two.challenge()
  two.challenge()
  two.clock.advance(3_900)
  await turn()
  expect(two.heard).toEqual([])
  two.clock.advance(100)
  await turn()
  expect([one.heard, two.heard]).toEqual([['leads', 'lost'], ['leads']])
  one.hang(false)
  one.challenge()
  await turn()
  one.clock.advance(60_000)
  await turn()
  expect(two.heard).toEqual(['leads', 'asked'])
  two.leave()
  await turn()
  expect(one.heard).toEqual(['leads', 'lost', 'leads'])
})

test('TB-01 of two that ask in vain at the same time one leads, and the other hears that it lives', async () => {
  const [one, two, three] = [open(), open(), open()]
  await turn()
  one.hang(true)
  two.challenge()
  three.challenge()
  two.clock.advance(4_000)
  await turn()
  three.clock.advance(4_000)
  await turn()
  expect([two.heard, three.heard]).toEqual([['leads'], []])
})

test('TB-05 a page that is frozen lets go of the lead before, answers no more, and queues up again afterwards', async () => {
  const [one, two] = [open(), open()]
  await turn()
  one.freeze()
  await turn()
  expect([one.heard, two.heard]).toEqual([['leads', 'lost'], ['leads']])
  two.leave()
  await turn()
  expect(one.heard).toEqual(['leads', 'lost'])
  one.resume()
  await turn()
  one.resume()
  const three = open()
  await turn()
  one.hang(true)
  three.challenge()
  three.clock.advance(4_000)
  await turn()
  expect(one.heard).toEqual(['leads', 'lost', 'leads', 'lost'])
})

test('TB-06 a page counts for as long as it is there, also when its lead was taken away or it is frozen', async () => {
  const [one, two] = [open(), open()]
  await turn()
  expect([await one.isAlone(), await two.isAlone()]).toEqual([false, false])
  one.hang(true)
  two.challenge()
  two.clock.advance(4_000)
  await turn()
  one.freeze()
  await turn()
  expect(await two.isAlone()).toBe(false)
  one.leave()
  await turn()
  expect(await two.isAlone()).toBe(true)
})

test('TB-01 work under a lock is done one after the other, and is not waited for when its tab does not answer', async () => {
  const [busy, next] = [createFakeClock(), createFakeClock()]
  const done: string[] = []
  let finish = () => {}
  const first = browserLock('session', busy)(() => new Promise<void>((resolve) => (finish = resolve)))
  const second = browserLock('session', next)(async () => void done.push('second'))
  await turn()
  for (let n = 0; n < 30; n++) {
    next.advance(2_000)
    await turn()
  }
  expect(done).toEqual([])
  finish()
  await Promise.all([first, second])
  expect(done).toEqual(['second'])
  const hung = open()
  const name = browserLock('outbox', next)(async () => 'third')
  await turn()
  hung.hang(true)
  for (let n = 0; n < 3; n++) {
    next.advance(2_000)
    await turn()
  }
  expect(await name).toBe('third')
  expect(hung.heard.slice(0, 2)).toEqual(['leads', 'lost'])
  await expect(browserLock('session', next)(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(next.pending()).toBe(0)
})

test('TB-07 where Web Locks are missing every tab leads, at once, and takes itself for the only one', async () => {
  vi.stubGlobal('navigator', {})
  const [one, two] = [open(), open()]
  await turn()
  expect([one.heard, two.heard]).toEqual([['leads'], ['leads']])
  expect(await one.isAlone()).toBe(true)
  expect(await browserLock('session', one.clock)(async () => 'done')).toBe('done')
})
