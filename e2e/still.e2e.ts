// What stands where it stands, over a slow network, and without anybody pressing anything.
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { watchLayoutShifts } from './fixtures/layout-shifts'
import { createPerson } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { show } from './fixtures/tab'
import { test } from './fixtures/test'

/** Longer than a browser takes a shift for the answer to an input (ms). */
const late = 600

test('UI-92 nothing moves by itself while pages load late, messages arrive, and the connection comes and goes', async ({
  browser,
  server,
}) => {
  const room = await createRoom(server, 'Still life')
  for (let n = 1; n <= 40; n += 1) await room.send(`message ${n}. ${'And so on. '.repeat((n * 7) % 30)}`)
  const thread = randomUUID()
  const sentAt = new Date().toISOString()
  await room.host.call.messages.send.mutate({ id: thread, roomId: room.roomId, content: 'A thread', sentAt })
  await room.host.call.messages.send.mutate({
    ...{ id: randomUUID(), roomId: room.roomId, thread, content: 'An answer', sentAt },
  })
  const ada = await createPerson(browser, server.address, 'Ada')
  const { page } = ada
  await ada.joinRoom('Still life')
  await expect(ada.message('A thread')).toBeVisible()
  const read = page.waitForResponse((response) => response.url().includes('messages.markRead'))
  await ada.say('All of it is read')
  await read
  await page.route('**/api/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, late))
    await route.continue()
  })
  const shifts = await watchLayoutShifts(ada.context)
  const at = `${server.address}/rooms/${room.roomId}`
  const banner = page.getByRole('status', { name: 'Connection' })

  await page.goto(`${server.address}/rooms`)
  await expect(page.getByRole('link', { name: 'Still life' })).toBeVisible()
  await page.goto(`${at}/details`)
  await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible()
  await page.goto(`${at}/thread/${thread}`)
  await expect(page.getByRole('region', { name: 'Thread' }).getByText('An answer')).toBeVisible()
  await page.goto(`${at}/5`)
  await expect(page.getByText('message 4.')).toBeInViewport()
  await page.goto(at)
  await expect(ada.message('All of it is read')).toBeInViewport()
  await expect(banner).toBeEmpty()

  await room.send('while one looks')
  await expect(ada.message('while one looks')).toBeInViewport()
  await show(page, 'hidden')
  await room.send('while one does not')
  await expect(ada.message('while one does not')).toBeVisible()
  await show(page, 'visible')
  await expect(page.getByText('New', { exact: true })).toBeVisible()

  await ada.context.setOffline(true)
  await expect(banner).toContainText('offline')
  await ada.context.setOffline(false)
  await room.send('after all')
  await expect(ada.message('after all')).toBeInViewport()
  await expect(banner).toBeEmpty()
  expect(shifts()).toEqual([])
})
