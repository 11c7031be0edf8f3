// From the first look to the first message, without reading anything and without looking for anything.
import { type Browser, type BrowserContextOptions, devices, expect, type Page } from '@playwright/test'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

async function come(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(address)
  return page
}

const message = (page: Page) => page.getByRole('textbox', { name: 'Message' })

/** One of the three: something is written where the focus is, if anything is to be, and Enter pressed. */
async function step(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

test('UI-90 on an empty installation three texts and three times Enter lead to the first message', async ({
  browser,
  startServer,
}) => {
  const { address } = await startServer()
  const page = await come(browser, address)
  await expect(page.getByLabel('Your name')).toBeFocused()
  await step(page, 'Ada')
  await expect(page.getByLabel('Name of the first room')).toBeFocused()
  await step(page, 'Kitchen')
  await expect(message(page)).toBeFocused()
  await step(page, 'Tea, anybody?')
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('Tea, anybody?')
  await page.context().close()
})

test('UI-90 where a room is open, Enter joins it; one made in the dialog has the focus too', async ({
  browser,
  startServer,
}) => {
  const server = await startServer()
  await createRoom(server, 'Kitchen')
  const page = await come(browser, server.address)
  await expect(page.getByLabel('Your name')).toBeFocused()
  await step(page, 'Bob')
  await expect(page.getByRole('button', { name: 'Join Kitchen' })).toBeFocused()
  await step(page, '')
  await expect(message(page)).toBeFocused()
  await step(page, 'Yes, please')
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('Yes, please')

  await page.getByRole('button', { name: 'New room' }).click()
  await expect(page.getByLabel('Room name')).toBeFocused()
  await step(page, 'Garden')
  await expect(page.getByRole('heading', { name: 'Garden' })).toBeVisible()
  await expect(message(page)).toBeFocused()
  await page.context().close()
})

test('UI-90 on a phone no keyboard comes up unasked', async ({ browser, startServer }) => {
  const server = await startServer()
  await createRoom(server, 'Kitchen')
  const page = await come(browser, server.address, devices['Pixel 7'])
  await page.getByLabel('Your name').fill('Cem')
  await page.getByRole('button', { name: 'Start chatting' }).tap()
  await page.getByRole('button', { name: 'Join Kitchen' }).tap()
  await expect(message(page)).toBeVisible()
  await expect(message(page)).not.toBeFocused()
  await page.context().close()
})
