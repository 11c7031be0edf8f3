// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest'
import { createNotificationStore, levelOf } from './notifications'

beforeEach(() => localStorage.clear())
const open = () => createNotificationStore(localStorage, window)

it('NT-03 nothing is notified until it is switched on, and a room follows the standard until it has a level', () => {
  const store = open()
  expect(store.get().isOn).toBe(false)
  expect(levelOf(store.get(), 'r1')).toBe('everything')
  store.set({ isOn: true, standard: 'mentions' })
  store.setRoom('r1', 'nothing')
  expect([levelOf(store.get(), 'r1'), levelOf(store.get(), 'r2')]).toEqual(['nothing', 'mentions'])
  expect(open().get()).toEqual(store.get())
  store.setRoom('r1', undefined)
  expect(open().get()).toEqual({ isOn: true, standard: 'mentions', rooms: {} })
})

it('NT-03 other tabs follow', () => {
  const [store, other] = [open(), open()]
  const heard = vi.fn()
  const leave = store.subscribe(heard)
  other.setRoom('r1', 'mentions')
  window.dispatchEvent(new StorageEvent('storage', { key: 'something-else' }))
  expect(heard).not.toHaveBeenCalled()
  window.dispatchEvent(new StorageEvent('storage', { key: 'parley-notifications' }))
  expect(levelOf(store.get(), 'r1')).toBe('mentions')
  leave()
  window.dispatchEvent(new StorageEvent('storage', { key: null }))
  expect(heard).toHaveBeenCalledOnce()
})

it('NT-03 whoever signs out leaves nothing of it', () => {
  const store = open()
  store.setRoom('r1', 'nothing')
  store.forget()
  expect(localStorage).toHaveLength(0)
  expect(store.get().rooms).toEqual({})
})

it.each(['', '[', 'null', '{"rooms":{"r1":"loud"},"isOn":1,"standard":"nothing"}'])(
  'NT-03 %j is nothing that was chosen',
  (text) => {
    localStorage.setItem('parley-notifications', text)
    expect(open().get()).toEqual({ isOn: false, standard: 'everything', rooms: {} })
  },
)

it('NT-03 a browser that keeps nothing holds it until the tab is closed', () => {
  const full = () => {
    throw new Error('no space')
  }
  const store = createNotificationStore({ getItem: full, setItem: full, removeItem: full }, window)
  store.setRoom('r1', 'nothing')
  expect(levelOf(store.get(), 'r1')).toBe('nothing')
  store.forget()
  expect(levelOf(store.get(), 'r1')).toBe('everything')
})
