// Workspaces in a real browser: made, opened to others by a link, and kept apart.
import { expect, type Page } from '@playwright/test'
import { createPerson, installs } from './fixtures/person'
import { tabOf } from './fixtures/tab'
import { test } from './fixtures/test'

async function openWorkspace(page: Page, name: string) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('region', { name: 'Workspaces' }).getByRole('button', { name }).click()
}

async function close(page: Page) {
  await page.getByRole('button', { name: 'Close' }).click()
}

test('UI-48 UI-49 WS-04 an installation by invitation only: a workspace, a link, and somebody who comes, and goes', async ({
  browser,
  startServer,
}) => {
  const server = await startServer(0, { PARLEY_OPEN_ROOMS: 'off' })
  const ada = await createPerson(browser, server.address, 'Ada', { options: installs })
  await ada.page.getByRole('button', { name: 'Settings' }).click()
  await ada.page.getByRole('button', { name: 'New workspace' }).click()
  await ada.page.getByLabel('Workspace name').fill('Analytical Society')
  await ada.page.getByRole('button', { name: 'Create workspace' }).click()
  await ada.page.getByRole('button', { name: 'Invite people' }).click()
  await ada.page.getByText('Ten people').click()
  await ada.page.getByRole('button', { name: 'Make a link' }).click()
  const link = (await ada.page.locator('[data-link]').textContent()) ?? ''
  expect(link).toMatch(new RegExp(`^${server.address}/invite#[\\w-]{43}$`))
  await close(ada.page)
  await ada.createRoom('Engines')
  await ada.say('Notes on the engine')

  const context = await browser.newContext()
  const bob = tabOf(await context.newPage())
  await bob.page.goto(link)
  await bob.page.getByLabel('Your name').fill('Bob')
  await bob.page.getByRole('button', { name: 'Start chatting' }).click()
  await expect(bob.page.getByRole('heading', { name: 'Ada invites you to Analytical Society' })).toBeVisible()
  await bob.page.getByRole('button', { name: 'Come in' }).click()
  await bob.page.getByRole('button', { name: 'Join Engines' }).click()
  await expect(bob.message('Notes on the engine')).toBeVisible()
  expect(new URL(bob.page.url()).hash).toBe('')

  const stranger = await createPerson(browser, server.address, 'Eve')
  await expect(stranger.page.getByText('You are in no workspace yet.')).toBeVisible()
  await expect(stranger.page.getByRole('button', { name: 'Join Engines' })).toHaveCount(0)

  await openWorkspace(ada.page, 'Analytical Society')
  await expect(ada.page.getByRole('region', { name: 'Open invitations' })).toContainText('1 of 10 used')
  await ada.page.getByRole('button', { name: 'Take back' }).click()
  await expect(ada.page.getByRole('region', { name: 'Open invitations' })).toHaveCount(0)
  await ada.page.getByRole('button', { name: 'What to do about Bob' }).click()
  await ada.page.getByRole('button', { name: 'Remove' }).click()
  await expect(ada.page.getByRole('region', { name: 'People' })).toContainText('1 person')
  await expect(bob.page.getByRole('heading', { name: 'Room not found' })).toBeVisible()
  await ada.page.getByRole('button', { name: 'Audit log' }).click()
  await expect(ada.page.getByRole('list', { name: 'Audit log' })).toContainText(
    'removed Bob from the workspace',
  )
  await close(ada.page)
  await expect(ada.page.getByText('Ada removed Bob')).toBeVisible()

  await ada.page.getByRole('button', { name: 'Settings' }).click()
  await ada.page.getByRole('button', { name: 'New workspace' }).click()
  await ada.page.getByLabel('Workspace name').fill('Book club')
  await ada.page.getByRole('button', { name: 'Create workspace' }).click()
  await expect(ada.page.getByRole('heading', { name: 'Book club' })).toBeVisible()
  await close(ada.page)
  await ada.page.getByRole('button', { name: 'New room' }).click()
  await expect(ada.page.getByRole('radio', { name: 'Analytical Society' })).toBeChecked()
  await ada.page.getByText('Book club').click()
  await ada.page.getByLabel('Room name').fill('Frankenstein')
  await ada.page.getByRole('button', { name: 'Create room' }).click()
  await expect(ada.page.getByRole('heading', { name: 'Frankenstein' })).toBeVisible()
  // By then the list of rooms has been stored as well: pages that are loaded again know no more than that.
  await ada.say('It was a dark night')
  await expect(ada.page.getByRole('img', { name: /^(Sent|Delivered|Read)$/ })).toBeVisible()
  await ada.context.setOffline(true)
  await ada.page.reload()
  for (const [workspace, room] of [
    ['Analytical Society', 'Engines'],
    ['Book club', 'Frankenstein'],
  ] as const) {
    const rooms = ada.page.getByRole('region', { name: workspace })
    await expect(rooms.getByRole('link')).toHaveText([new RegExp(`^${room}`)])
  }

  await bob.page.goto(link)
  await bob.page.reload()
  await expect(bob.page.getByText('This invitation is not valid any more.')).toBeVisible()
  await Promise.all([ada.context.close(), context.close(), stranger.context.close()])
})
