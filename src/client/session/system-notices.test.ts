import { expect, it, vi } from 'vitest'
import { createSystemNotices } from './system-notices'

const roomId = '00000000-0000-4000-8000-000000000001'
const notice = { roomId, title: 'Tea', body: 'Ada: hello' }

function setUp(registration?: {
  active: object | null
  showNotification: () => Promise<void>
  getNotifications?: object
}) {
  const made: FakeNotification[] = []
  class FakeNotification {
    static permission: NotificationPermission = 'granted'
    static requestPermission = vi.fn(async () => FakeNotification.permission)
    onclick = () => {}
    close = vi.fn()
    title: string
    options: NotificationOptions | undefined
    constructor(title: string, options?: NotificationOptions) {
      this.title = title
      this.options = options
      made.push(this)
    }
  }
  const workers = Object.assign(new EventTarget(), { getRegistration: async () => registration })
  const page = { Notification: FakeNotification as never, isSecureContext: true, focus: vi.fn() }
  const notices = createSystemNotices({ page, workers: workers as never })
  return { notices, made, page, workers, FakeNotification }
}

it('NT-08 it goes through the service worker where there is one, one for each room', async () => {
  const showNotification = vi.fn(async () => {})
  const { notices, made } = setUp({ active: {}, showNotification })
  await notices.show(notice)
  expect(showNotification).toHaveBeenCalledWith(
    'Tea',
    expect.objectContaining({ tag: `room-${roomId}`, body: 'Ada: hello', data: { roomId } }),
  )
  expect(made).toEqual([])
})

it('NT-08 without one the page shows it, and a click focuses the page and opens the room', async () => {
  const { notices, made, page } = setUp()
  const opened = vi.fn()
  notices.onClick(opened)
  await notices.show(notice)
  expect(made[0]).toMatchObject({ title: 'Tea', options: { tag: `room-${roomId}` } })
  made[0]?.onclick()
  expect(page.focus).toHaveBeenCalledOnce()
  expect(opened).toHaveBeenCalledWith(roomId)
})

it('NT-08 it goes when the room was read, and all go with whoever signs out', async () => {
  const shown = [{ close: vi.fn() }]
  const getNotifications = vi.fn(async () => shown)
  const { notices } = setUp({ active: {}, showNotification: async () => {}, getNotifications })
  await notices.clear(roomId)
  expect(getNotifications).toHaveBeenLastCalledWith({ tag: `room-${roomId}` })
  await notices.clear()
  expect(getNotifications).toHaveBeenLastCalledWith({})
  expect(shown[0]?.close).toHaveBeenCalledTimes(2)
})

it('NT-08 so do those that the page shows itself', async () => {
  const { notices, made } = setUp()
  await notices.show(notice)
  await notices.show({ ...notice, roomId: 'another' })
  await notices.clear(roomId)
  expect(made.map(({ close }) => close.mock.calls.length)).toEqual([1, 0])
  await notices.clear()
  expect(made.map(({ close }) => close.mock.calls.length)).toEqual([1, 1])
})

it('NT-08 the service worker’s word opens the room, nothing else does', () => {
  const { notices, workers } = setUp()
  const opened = vi.fn()
  const stop = notices.onClick(opened)
  const say = (data: unknown) => workers.dispatchEvent(new MessageEvent('message', { data }))
  for (const data of [undefined, 'open-room', { kind: 'open-room', roomId: '../x' }]) say(data)
  expect(opened).not.toHaveBeenCalled()
  say({ kind: 'open-room', roomId })
  stop()
  say({ kind: 'open-room', roomId })
  expect(opened.mock.calls).toEqual([[roomId]])
})

it('NT-08 a long text is cut, and never within a character', async () => {
  const { notices, made } = setUp()
  await notices.show({ ...notice, title: 'T'.repeat(200), body: `a${'😀'.repeat(500)}` })
  expect(made[0]?.title).toHaveLength(80)
  const body = String(made[0]?.options?.body)
  expect(body.length).toBeLessThanOrEqual(240)
  expect(body.isWellFormed()).toBe(true)
})

it('NT-09 the person is asked only while the browser does not know, and nothing is shown without leave', async () => {
  const { notices, made, FakeNotification } = setUp()
  expect(await notices.ask()).toBe('granted')
  expect(FakeNotification.requestPermission).not.toHaveBeenCalled()
  FakeNotification.permission = 'default'
  await notices.show(notice)
  await notices.ask()
  expect(FakeNotification.requestPermission).toHaveBeenCalledOnce()
  expect(made).toEqual([])
})

it('NT-09 over plain HTTP, or in a browser that knows no notifications, there are none', () => {
  const { page } = setUp()
  const over = { ...page, isSecureContext: false }
  expect(createSystemNotices({ page: over, workers: undefined }).permission()).toBe('unsupported')
  const { Notification: _, ...without } = page
  expect(createSystemNotices({ page: without, workers: undefined }).permission()).toBe('unsupported')
})
