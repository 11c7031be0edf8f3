// Finding what was said, and going anywhere by a few letters.
import { expect } from '@playwright/test'
import { createPerson, installs } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

test('UI-80 SR-08 what was said is found by keyboard alone: here without a network, then on the server, and opens in its place', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Orchard')
  await send('The quinces are ripe')
  for (let number = 1; number <= 60; number++) await send(`line ${number}.`)
  const cat = await createPerson(browser, server.address, 'Cat', { options: installs })
  await cat.joinRoom('Orchard')
  const { page, context } = cat
  await expect(cat.message('line 60.')).toBeVisible()
  const field = page.getByRole('textbox', { name: 'Message', exact: true })
  const input = page.getByRole('combobox')
  const option = (name: string | RegExp) => page.getByRole('option', { name })

  await field.focus()
  await page.keyboard.press('Control+k')
  await expect(input).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(input).toHaveCount(0)
  await expect(field).toBeFocused()

  await page.keyboard.press('Control+k')
  await expect(input).toBeFocused()
  await page.keyboard.type('QUINC')
  await expect(option(/The quinces are ripe/)).toHaveCount(1)
  await expect(page.locator('mark')).toHaveText('quinces')
  await expect(page.getByRole('status').filter({ hasText: '1 message' })).toBeVisible()
  await expect(option(/The quinces/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(cat.message('The quinces are ripe')).toBeInViewport()
  await expect(page).toHaveURL(/\/rooms\/[^/]+\/\d+$/)

  await context.setOffline(true)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('line 42')
  await expect(option(/line 42\./)).toHaveCount(1)
  await expect(page.getByRole('status').filter({ hasText: 'The server cannot be reached' })).toBeVisible()
  await context.setOffline(false)
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('orcha')
  await expect(option('Orchard')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/rooms\/[^/]+$/)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('new ro')
  await expect(option('New room')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'New room' })).toBeVisible()
  await context.close()
})

test('SR-08 what only the server has stands below what is here, and the room opens there', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Harbour')
  await send('The old anchor')
  for (let number = 1; number <= 250; number++) await send(`wave ${number}.`)
  await send('The new anchor')
  const dan = await createPerson(browser, server.address, 'Dan')
  await dan.joinRoom('Harbour')
  const { page, context } = dan
  await expect(dan.message('The new anchor')).toBeVisible()
  await page.getByRole('button', { name: 'Find or go to' }).click()
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('anch')
  const here = page.getByRole('group', { name: 'Messages in this browser' })
  const there = page.getByRole('group', { name: 'More from the server' })
  await expect(here.getByRole('option', { name: /The new anchor/ })).toBeVisible()
  await there.getByRole('option', { name: /The old anchor/ }).click()
  await expect(dan.message('The old anchor')).toBeInViewport()
  await context.close()
})
