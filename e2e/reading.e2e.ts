// What one does with messages: answer, take back, mark unread, and lead somebody to one of them.
import { expect } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

test('UI-53 UI-05 OB-26 a message is answered with a quote, and a removal is undone, by keyboard alone and without a network', async ({
  browser,
  server,
}) => {
  const { send, texts } = await createRoom(server, 'Answers')
  for (let number = 1; number <= 40; number++) await send(`message ${number}.`)
  const ben = await createPerson(browser, server.address, 'Ben')
  await ben.joinRoom('Answers')
  const { page, context } = ben
  await expect(ben.message('message 40.')).toBeVisible()

  await ben.message('message 40.').hover()
  const row = page.locator('[data-message-id]', { hasText: 'message 40.' }).first()
  await row.getByRole('button', { name: 'Message actions' }).focus()
  await page.keyboard.press('Enter')
  await page
    .getByRole('group', { name: 'Message actions' })
    .getByRole('button', { name: 'Reply', exact: true })
    .focus()
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Message', exact: true })
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Do not reply to this message' })).toHaveCount(0)
  await expect(field).toBeFocused()

  await row.getByRole('button', { name: 'Reply', exact: true }).focus()
  await page.keyboard.press('Enter')
  await context.setOffline(true)
  await page.keyboard.type('An answer')
  await page.keyboard.press('Enter')
  const answer = page.locator('[data-message-id]', { hasText: 'An answer' })
  await expect(answer.getByRole('button', { name: /^In answer to/ })).toContainText('message 40.')
  await context.setOffline(false)
  await expect.poll(texts).toContain('An answer')
  // Until the page knows that too it is another row, with another menu.
  await expect(answer.getByRole('img', { name: /^(Sent|Delivered|Read)$/ })).toBeVisible()

  await answer.getByRole('button', { name: /^In answer to/ }).focus()
  await page.keyboard.press('Enter')
  await expect(row).toBeFocused()

  await answer.getByRole('button', { name: 'Message actions' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(ben.message('An answer')).toBeVisible()
  await context.close()
})

test('UI-54 UI-55 SN-07 a room opens where it is new, a message can be unread again, and its address leads to it', async ({
  browser,
  server,
}) => {
  const { roomId, send } = await createRoom(server, 'News')
  for (let number = 1; number <= 150; number++) await send(`message ${number}.`)
  const ben = await createPerson(browser, server.address, 'Ben')
  await ben.joinRoom('News')
  const { page, context } = ben
  const row = (number: number) => page.locator('[data-message-id]', { hasText: `message ${number}.` })
  await expect(row(150)).toBeInViewport()

  await row(140).getByRole('button', { name: 'Message actions' }).click()
  const told = page.waitForResponse((response) => response.url().includes('messages.markUnread'))
  await page.getByRole('button', { name: 'Mark unread from here' }).click()
  const entry = page.getByRole('link', { name: /News/ })
  await expect(entry).toContainText('11 unread')
  await told
  await page.goto(server.address)
  await expect(entry).toContainText('11 unread')

  for (let number = 151; number <= 190; number++) await send(`message ${number}.`)
  await entry.click()
  await expect(page.getByText('New', { exact: true })).toBeInViewport()
  await expect(row(140)).toBeInViewport()
  await expect(row(190)).not.toBeInViewport()
  await expect(entry).toContainText('51 unread')
  await page.getByRole('button', { name: /^Jump to latest/ }).click()
  await expect(row(190)).toBeInViewport()
  await expect(entry).not.toContainText('unread')

  await page.goto(`${server.address}/rooms/${roomId}/20`)
  await expect(page.locator('[data-message-id]:focus')).toBeInViewport()
  const text = await page.locator('[data-message-id]:focus').textContent()
  expect(text).toMatch(/message (18|19|20)\./)
  await expect(row(190)).not.toBeInViewport()
  await context.close()
})
