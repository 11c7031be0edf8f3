// Keys go from room to room, and a sheet lists them.
import { expect } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { test } from './fixtures/test'

test('NT-10 NT-11 keys go from room to room, and a sheet lists them, by its key and from the settings', async ({
  browser,
  startServer,
}) => {
  const { address } = await startServer()
  const grace = await createPerson(browser, address, 'Grace')
  const { page, context } = grace
  await grace.createRoom('Apples')
  await grace.createRoom('Bread')
  const ada = await createPerson(browser, address, 'Ada')
  await ada.joinRoom('Apples')
  const isCurrent = (name: RegExp) =>
    expect(page.getByRole('link', { name })).toHaveAttribute('aria-current', 'page')
  await isCurrent(/Bread/)

  await page.keyboard.press('Alt+ArrowDown')
  await isCurrent(/Apples/)
  await page.keyboard.press('Alt+ArrowUp')
  await isCurrent(/Bread/)
  await ada.say('Are they ripe?')
  await expect(page.getByRole('link', { name: /Apples/ })).toContainText('1 unread')
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await isCurrent(/Apples/)

  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await page.getByRole('button', { name: 'About this room' }).focus()
  await page.keyboard.press('?')
  await expect(sheet).toContainText('Next room')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await expect(sheet).toContainText('Next room')
  await ada.context.close()
  await context.close()
})
