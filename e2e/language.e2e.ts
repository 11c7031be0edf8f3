// In German, as the browser prefers it; then in English, as somebody chooses, in the middle of what they do.
import { expect } from '@playwright/test'
import { test } from './fixtures/test'

test('LA-02 LA-03 a German browser has all of it in German, and another language at once when it is chosen', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ locale: 'de-DE' })
  const page = await context.newPage()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  // Whatever the page says, however briefly.
  await page.addInitScript(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const note = () => said.push(document.body?.textContent ?? '')
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true })
  })
  await page.goto(server.address)
  await expect(page.getByRole('heading', { name: 'Willkommen bei Parley' })).toBeVisible()
  expect(await page.evaluate(() => Reflect.get(window, 'said').join())).not.toMatch(/Welcome|Start chatting/)
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
  await page.getByLabel('Dein Name').fill('Ada')
  await button('Loslegen').click()

  await button('Neuer Raum').click()
  await page.getByLabel('Name des Raums').fill('Werkstatt')
  await button('Raum anlegen').click()
  const log = page.getByRole('log', { name: 'Nachrichten' })
  await expect(log.getByText('Noch keine Nachrichten')).toBeVisible()
  const field = page.getByRole('textbox', { name: 'Nachricht', exact: true })
  await expect(field).toHaveAttribute('placeholder', 'Nachricht an Werkstatt')
  await field.fill('Guten Morgen')
  await field.press('Enter')
  await expect(log.getByText('Heute')).toBeVisible()
  await expect(log.getByRole('img', { name: 'Gesendet' })).toBeVisible()

  const row = log.locator('[data-message-id]', { hasText: 'Guten Morgen' })
  await row.hover()
  await row.getByRole('button', { name: 'Aktionen für die Nachricht' }).click()
  await expect(button('Mit 👍 reagieren')).toBeVisible()
  await button('Im Thread antworten').click()
  const thread = page.getByRole('region', { name: 'Thread' })
  await thread.getByRole('textbox', { name: 'Nachricht' }).fill('Auch dir')
  await page.keyboard.press('Enter')
  await expect(thread.getByRole('button', { name: 'Gefolgt' })).toBeVisible()
  await thread.getByRole('button', { name: 'Thread schließen' }).click()
  await expect(button('1 Antwort')).toBeVisible()

  const other = await context.newPage()
  await other.goto(page.url())
  await expect(other.getByRole('button', { name: 'Neuer Raum' })).toBeVisible()
  await field.fill('Noch nicht fertig')
  await log.evaluate((element) => Object.assign(element, { isTheSame: true }))
  await button('Einstellungen').click()
  await page.getByRole('region', { name: 'Darstellung' }).getByText('English').click()

  await expect(page.getByRole('region', { name: 'Appearance' })).toBeVisible()
  await button('Close').click()
  const messages = page.getByRole('log', { name: 'Messages' })
  expect(await messages.evaluate((element) => Reflect.get(element, 'isTheSame'))).toBe(true)
  await expect(messages.getByText('Today')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue('Noch nicht fertig')
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  await expect(other.getByRole('button', { name: 'New room' })).toBeVisible()
  await page.reload()
  await expect(button('New room')).toBeVisible()
  await context.close()
})
