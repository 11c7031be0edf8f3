import { expect, it } from 'vitest'
import { openRoom } from './open-room'

const roomId = '00000000-0000-4000-8000-000000000001'

function setUp(...focused: boolean[]) {
  const done: string[] = []
  const pages = focused.map((focused, n) => ({
    focused,
    focus: async () => done.push(`focus ${n}`),
    postMessage: (message: unknown) => void done.push(`${n} ${JSON.stringify(message)}`),
  }))
  const opened = {
    matchAll: async () => pages,
    openWindow: async (url: string) => done.push(url),
  }
  return { done, click: (data: unknown) => openRoom(opened, data) }
}

it('NT-08 a click opens the room in a page that is there', async () => {
  const { done, click } = setUp(false, true)
  await click({ roomId })
  expect(done).toEqual([`1 {"kind":"open-room","roomId":"${roomId}"}`, 'focus 1'])
})

it('NT-08 where no page is open, a click opens one', async () => {
  const { done, click } = setUp()
  await click({ roomId })
  expect(done).toEqual([`/rooms/${roomId}`])
})

it('NT-08 what names no room opens nothing', async () => {
  const { done, click } = setUp()
  for (const data of [undefined, null, { roomId: '//elsewhere' }]) await click(data)
  expect(done).toEqual([])
})
