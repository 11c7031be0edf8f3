// Answers beside the conversation: written, read, followed, and back again on a phone.
import { expect } from '@playwright/test'
import { createPerson, installs } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

test('TH-06 UI-56 a thread is begun, answered without a network, read and left, by keyboard too; its news shows to who follows', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Threads')
  await send('Who comes on Thursday?')
  const ada = await createPerson(browser, server.address, 'Ada', { options: installs })
  const ben = await createPerson(browser, server.address, 'Ben')
  for (const person of [ada, ben]) await person.joinRoom('Threads')

  const root = ada.page.locator('[data-message-id]', { hasText: 'Who comes on Thursday?' }).first()
  await root.getByRole('button', { name: 'Message actions' }).focus()
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('button', { name: 'Reply in thread' }).focus()
  await ada.page.keyboard.press('Enter')
  const panel = ada.page.getByRole('region', { name: 'Thread' })
  await expect(panel.getByRole('heading', { name: 'Thread' })).toBeFocused()
  const field = panel.getByRole('textbox', { name: 'Message' })
  await ada.context.setOffline(true)
  await field.fill('I do')
  await field.press('Enter')
  await expect(panel.getByRole('log').getByText('I do', { exact: true })).toBeVisible()
  await expect(
    ada.page.getByRole('log', { name: 'Messages' }).getByText('I do', { exact: true }),
  ).toHaveCount(0)
  await ada.context.setOffline(false)
  await expect(panel.getByRole('img', { name: 'Sent' })).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Following' })).toBeVisible()
  await ada.page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)

  // Ben sees that there is an answer, and opens it by a click.
  await ben.page.getByRole('button', { name: '1 reply' }).click()
  const beside = ben.page.getByRole('region', { name: 'Thread' })
  await expect(beside.getByText('I do', { exact: true })).toBeVisible()
  await beside.getByRole('textbox', { name: 'Message' }).fill('Half a thou')
  await ben.page.reload()
  await expect(beside.getByRole('textbox', { name: 'Message' })).toHaveValue('Half a thou')
  await beside.getByRole('textbox', { name: 'Message' }).fill('Me too')
  await beside.getByRole('textbox', { name: 'Message' }).press('Enter')

  await expect(ada.page.getByRole('button', { name: '2 replies 1 new' })).toBeVisible()
  await expect(ada.page.getByRole('link', { name: /Threads/ })).toContainText('1 thread with new replies')
  await expect(ada.page.getByRole('link', { name: /Threads/ })).not.toContainText('unread')
  await ada.page.getByRole('button', { name: '2 replies 1 new' }).click()
  await expect(panel.getByText('New', { exact: true })).toBeVisible()
  await expect(ada.page.getByRole('link', { name: /Threads/ })).not.toContainText('thread with')

  await ada.page.setViewportSize({ width: 390, height: 844 })
  await expect(ada.page.getByRole('log', { name: 'Messages' })).toBeHidden()
  await expect(panel).toBeVisible()
  await ada.page.goBack()
  await expect(panel).toHaveCount(0)
  await expect(ada.page.getByRole('log', { name: 'Messages' })).toBeVisible()
  await ada.context.close()
  await ben.context.close()
})

test('UI-56 the panes are made wider and narrower by pointer and keyboard, and stay so', async ({
  browser,
  server,
}) => {
  await createRoom(server, 'Widths')
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.page.setViewportSize({ width: 1400, height: 800 })
  await ada.joinRoom('Widths')
  const side = ada.page.getByRole('region', { name: 'Sidebar' })
  const width = async () => Math.round((await side.boundingBox())?.width ?? 0)
  const edge = ada.page.getByRole('separator', { name: 'Width of the list of rooms' })
  expect(await width()).toBe(320)
  await edge.focus()
  await ada.page.keyboard.press('ArrowRight')
  await expect.poll(width).toBe(336)
  const box = await edge.boundingBox()
  if (!box) throw new Error('there is no edge')
  await ada.page.mouse.move(box.x + box.width / 2, 400)
  await ada.page.mouse.down()
  await ada.page.mouse.move(box.x + box.width / 2 + 64, 400, { steps: 4 })
  await ada.page.mouse.up()
  await expect.poll(width).toBe(400)
  await ada.page.getByRole('button', { name: 'About this room' }).click()
  const panel = ada.page.getByRole('region', { name: 'Widths' })
  await ada.page.getByRole('separator', { name: 'Width of the panel' }).focus()
  await ada.page.keyboard.press('End')
  await expect.poll(async () => Math.round((await panel.boundingBox())?.width ?? 0)).toBe(640)
  await ada.page.reload()
  await expect.poll(width).toBe(400)
  await ada.context.close()
})
