// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createSharingStore } from './sharing'

beforeEach(() => localStorage.clear())

/** As the browser tells it to every other tab. */
function changedElsewhere(text: string, key = 'parley-sharing') {
  localStorage.setItem(key, text)
  window.dispatchEvent(new StorageEvent('storage', { key }))
}

describe('PT-07', () => {
  it('PT-07 people are shown until they say otherwise, which is kept', () => {
    const store = createSharingStore(localStorage, window)
    expect(store.get()).toEqual({ shown: true })
    store.set({ shown: false })
    expect(store.get()).toEqual({ shown: false })
    expect(createSharingStore(localStorage, window).get()).toEqual({ shown: false })
  })

  it('PT-07 other tabs follow, also where nobody looks', () => {
    const store = createSharingStore(localStorage, window)
    const heard = vi.fn()
    const leave = store.subscribe(heard)
    changedElsewhere('{"shown":false}')
    changedElsewhere('{}', 'something-else')
    expect(heard).toHaveBeenCalledOnce()
    leave()
    changedElsewhere('{"shown":true}')
    expect(store.get()).toEqual({ shown: true })
    expect(heard).toHaveBeenCalledOnce()
  })

  it.each(['', '[', 'null', '{"shown":"no"}'])('PT-07 %j is nothing that was chosen', (text) => {
    localStorage.setItem('parley-sharing', text)
    expect(createSharingStore(localStorage, window).get()).toEqual({ shown: true })
  })

  it('PT-07 a browser that keeps nothing holds it until the tab is closed', () => {
    const full = () => {
      throw new Error('no space')
    }
    const store = createSharingStore({ getItem: full, setItem: full }, window)
    store.set({ shown: false })
    expect(store.get()).toEqual({ shown: false })
  })
})
