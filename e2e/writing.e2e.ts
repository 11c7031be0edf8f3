// Writing: Markdown, completion, and one's latest message again, by keyboard alone.
import { expect } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

test('UI-60 UI-65 UI-66 UI-67 a message is written with marks, a name and an emoji, edited, and shown, by keyboard alone', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Writing')
  await send('Hello')
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.joinRoom('Writing')
  const { page } = ada
  await expect(ada.message('Hello')).toBeVisible()
  const field = page.getByRole('textbox', { name: 'Message', exact: true })
  await field.focus()
  await page.keyboard.type('Look: ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('bold')
  await page.keyboard.press('Control+b')
  await expect(field).toHaveValue('Look: **bold**')
  await page.keyboard.press('End')
  await page.keyboard.type(' in #Wri')
  await expect(page.getByRole('option', { name: '#Writing' })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type(':tada')
  await expect(page.getByRole('option', { name: /🎉/ })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(field).toHaveValue('Look: **bold** in #Writing 🎉 ')
  await page.keyboard.press('Control+z')
  await expect(field).not.toHaveValue('Look: **bold** in #Writing 🎉 ')
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('log').locator('strong', { hasText: 'bold' })).toBeVisible()

  await page.getByRole('button', { name: 'Emoji', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: 'Find an emoji' })).toBeFocused()
  await page.keyboard.type('railway car')
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue('🚃')
  await expect(field).toBeFocused()
  await page.keyboard.press('Backspace')
  await expect(field).toHaveValue('')

  await page.keyboard.press('ArrowUp')
  const editor = page.getByRole('textbox', { name: 'Edit message' })
  await expect(editor).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('- one')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('- `two`')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('log').getByRole('listitem').filter({ hasText: /^two$/ })).toBeVisible()
  await expect(field).toBeFocused()
  await ada.context.close()
})
