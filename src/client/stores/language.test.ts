import { expect, it, vi } from 'vitest'
import { more, text } from '@/client/language/de/catalogue'
import type { MoreText } from '@/client/language/en/more-text'
import { english, type Text } from '@/client/language/en/text'
import type { LanguageChoice } from '@/client/language/languages'
import { createLanguageStore } from './language'

interface Catalogue {
  text: Text
  more: MoreText
}

function arriving() {
  let resolve = (_: Catalogue) => {}
  let reject = (_: Error) => {}
  const promise = new Promise<Catalogue>((...both) => {
    ;[resolve, reject] = both
  })
  return { promise, resolve, reject }
}

function setUp(preferred: string[], choice: LanguageChoice = 'system') {
  let language = choice
  const listeners = new Set<() => void>()
  const events = new EventTarget()
  const tell = vi.fn()
  const loading = arriving()
  const de = vi.fn(() => loading.promise)
  const store = createLanguageStore({
    appearance: {
      get: () => ({ language, theme: 'system', contrast: 'system', textSize: 'normal' }),
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    preferred: () => preferred,
    ...{ events, load: { de }, tell },
  })
  const choose = (next: LanguageChoice) => {
    language = next
    for (const listener of listeners) listener()
  }
  return {
    store,
    choose,
    events,
    tell,
    de,
    loading,
    prefer: (next: string[]) => preferred.splice(0, 9, ...next),
  }
}

it('LA-03 English is there at once, and nothing else is loaded for it', () => {
  const { store, de, tell } = setUp(['en-GB', 'de'])
  expect(store.get()).toMatchObject({ language: 'en', isReady: true })
  expect(store.get().text).toBe(english)
  expect(de).not.toHaveBeenCalled()
  expect(tell).toHaveBeenLastCalledWith('en')
})

it('LA-03 nothing is shown until the language is here, and then in that one', async () => {
  const { store, loading, tell } = setUp(['de-DE', 'en'])
  const heard = vi.fn()
  const leave = store.subscribe(heard)
  expect(store.get().isReady).toBe(false)
  expect(tell).not.toHaveBeenCalled()
  loading.resolve({ text, more })
  await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce())
  expect(store.get()).toMatchObject({ language: 'de', isReady: true, text, more })
  expect(tell).toHaveBeenLastCalledWith('de')
  leave()
})

it('LA-03 what was chosen is followed at once; until it is here, what is shown stays', async () => {
  const { store, choose, loading, tell } = setUp(['en'])
  choose('de')
  expect(store.get()).toMatchObject({ language: 'en', isReady: true })
  loading.resolve({ text, more })
  await vi.waitFor(() => expect(store.get().language).toBe('de'))
  const german = store.get()
  choose('de')
  expect(store.get()).toBe(german)
  choose('system')
  expect(store.get()).toMatchObject({ language: 'en', text: english })
  expect(tell.mock.calls.flat()).toEqual(['en', 'de', 'en'])
})

it('LA-03 a language that comes late is not shown to somebody who has chosen another one since', async () => {
  const { store, choose, loading } = setUp(['en'])
  choose('de')
  choose('en')
  loading.resolve({ text, more })
  await loading.promise
  expect(store.get().language).toBe('en')
})

it('LA-03 what the browser prefers is followed too', async () => {
  const { store, prefer, events, loading } = setUp(['en'])
  prefer(['de'])
  events.dispatchEvent(new Event('languagechange'))
  loading.resolve({ text, more })
  await vi.waitFor(() => expect(store.get().language).toBe('de'))
})

it('LA-03 where a language cannot be had, the page is in English, and tries again with the network', async () => {
  const { store, de, events, loading, tell } = setUp(['de'])
  loading.reject(new Error('no network'))
  await vi.waitFor(() => expect(store.get()).toMatchObject({ language: 'en', isReady: true }))
  expect(tell).toHaveBeenLastCalledWith('en')
  de.mockResolvedValue({ text, more })
  events.dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(store.get().language).toBe('de'))
})
