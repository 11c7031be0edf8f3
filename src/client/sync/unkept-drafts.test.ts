import { expect, test } from 'vitest'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createDrafts } from './drafts'
import { keepUnkeptDrafts } from './unkept-drafts'

function createTab(refuses = false) {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem(key: string, value: string) {
      if (refuses) throw new DOMException('full', 'QuotaExceededError')
      items.set(key, value)
    },
  }
}

/** A page of this tab; `store` is its database. */
function openPage(tab: ReturnType<typeof createTab>, store = createMemoryDisk().open(), userId = 'ada') {
  const drafts = createDrafts(store)
  let [gone, back] = [() => {}, () => {}]
  const stop = keepUnkeptDrafts({
    ...{ tab, userId, drafts },
    onLeaving(callbacks) {
      gone = callbacks.gone
      back = callbacks.back
      return () => {
        gone = () => {}
      }
    },
  })
  return { drafts, stop, leave: () => gone(), comeBack: () => back() }
}

test('LS-20 what was typed right before a page went is there in the next one', async () => {
  const tab = createTab()
  const page = openPage(tab)
  page.drafts.write('tea', 'half a thou')
  page.leave()
  const next = openPage(tab)
  expect(await next.drafts.read('tea')).toBe('half a thou')
  await turn()
  expect([await next.drafts.read('tea'), next.drafts.unkept().size, tab.items.size]).toEqual([
    'half a thou',
    0,
    0,
  ])
})

test('LS-20 what the database has is left to it, also where the page is back after all', async () => {
  const tab = createTab()
  const store = createMemoryDisk().open()
  const page = openPage(tab, store)
  page.drafts.write('tea', 'half')
  page.leave()
  page.comeBack()
  expect(tab.items.size).toBe(0)
  await turn()
  page.leave()
  expect(tab.items.size).toBe(0)
})

test('LS-20 one user’s text does not reach another, and what is stopped keeps nothing', async () => {
  const tab = createTab()
  const page = openPage(tab)
  page.drafts.write('tea', 'mine')
  page.leave()
  expect(await openPage(tab, createMemoryDisk().open(), 'ben').drafts.read('tea')).toBe('')
  tab.items.clear()
  page.stop()
  page.leave()
  expect(tab.items.size).toBe(0)
})

test.each(['{', '7', '[1,["tea"],["tea",2]]'])(
  'LS-20 a tab that refuses, or holds %s, does no harm',
  async (value) => {
    const tab = createTab(true)
    tab.items.set('parley-unkept-ada', value)
    const page = openPage(tab)
    page.drafts.write('tea', 'half')
    page.leave()
    await turn()
    expect(await page.drafts.read('tea')).toBe('half')
  },
)
