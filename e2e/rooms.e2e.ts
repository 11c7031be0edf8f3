// Keeping a room: people come by being added and go by being removed, and everybody sees what happened.
import { expect, type Page } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { test } from './fixtures/test'

async function openDetails(page: Page) {
  await page.getByRole('button', { name: 'About this room' }).click()
}

async function close(page: Page) {
  await page.getByRole('button', { name: 'Close' }).click()
}

async function add(page: Page, name: string) {
  await openDetails(page)
  await page.getByRole('button', { name: 'Add people' }).click()
  await page.getByLabel('Add people').fill(name)
  await page.getByRole('button', { name: `Add ${name}` }).click()
  await expect(page.getByRole('button', { name: `Add ${name}` })).toHaveCount(0)
  await close(page)
}

async function actOn(page: Page, name: string, action: string) {
  await openDetails(page)
  await page.getByRole('button', { name: `What to do about ${name}` }).click()
  await page.getByRole('button', { name: action }).click()
}

test('UI-45 RT-80 somebody removed from a private room hears nothing more of it, at once, and is not let in again', async ({
  browser,
  server,
}) => {
  const ada = await createPerson(browser, server.address, 'Ada of the cellar')
  const bob = await createPerson(browser, server.address, 'Bob of the cellar')
  await ada.page.getByRole('button', { name: 'New room' }).click()
  await ada.page.getByLabel('Room name').fill('Cellar')
  await ada.page.getByText('Private', { exact: true }).click()
  await ada.page.getByRole('button', { name: 'Create room' }).click()
  await add(ada.page, 'Bob of the cellar')
  await bob.page.getByRole('link', { name: /Cellar/ }).click()
  await ada.say('For both of us')
  await expect(bob.message('For both of us')).toBeVisible()
  await expect(ada.page.getByText('Ada of the cellar added Bob of the cellar')).toBeVisible()

  /** Everything that comes to Bob from here on, by any way. */
  const heard: string[] = []
  bob.page.on('response', async (response) => {
    if (response.url().includes('/api/')) heard.push(await response.text().catch(() => ''))
  })
  const session = await bob.context.newCDPSession(bob.page)
  await session.send('Network.enable')
  session.on('Network.webSocketFrameReceived', ({ response }) => void heard.push(response.payloadData))
  await actOn(ada.page, 'Bob of the cellar', 'Remove')
  await expect(ada.page.getByRole('region', { name: 'Members' }).getByRole('listitem')).toHaveCount(1)
  await close(ada.page)
  await ada.say('Not for Bob')
  await expect(bob.page.getByRole('heading', { name: 'Room not found' })).toBeVisible()
  await expect(bob.page.getByRole('link', { name: /Cellar/ })).toHaveCount(0)
  await bob.page.reload()
  await expect(bob.page.getByRole('heading', { name: 'Room not found' })).toBeVisible()
  expect(heard.length).toBeGreaterThan(0)
  expect(heard.filter((text) => text.includes('Not for Bob'))).toEqual([])
  await Promise.all([ada.context.close(), bob.context.close()])
})

test('UI-46 a room gets another name and topic, a second admin, a ban and a new owner, and is archived and opened again', async ({
  browser,
  server,
}) => {
  const ada = await createPerson(browser, server.address, 'Ada of the garden')
  await ada.createRoom('Gardn')
  const bob = await createPerson(browser, server.address, 'Bob of the garden')
  await bob.joinRoom('Gardn')
  await openDetails(ada.page)
  await ada.page.getByRole('button', { name: 'Name and topic' }).click()
  await ada.page.getByLabel('Room name').fill('Garden')
  await ada.page.getByLabel('Topic', { exact: true }).fill('What grows')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await close(ada.page)
  await expect(bob.page.getByRole('heading', { name: /Garden/ })).toBeVisible()
  await expect(bob.page.getByText('What grows').first()).toBeVisible()
  await expect(bob.page.getByRole('link', { name: /Garden/ })).toBeVisible()

  const carl = await createPerson(browser, server.address, 'Carl of the garden')
  await carl.joinRoom('Garden')
  await actOn(ada.page, 'Carl of the garden', 'Ban')
  await expect(ada.page.getByRole('region', { name: 'Banned' })).toContainText('Carl of the garden')
  await expect(carl.page.getByRole('heading', { name: 'Room not found' })).toBeVisible()
  await ada.page.getByRole('button', { name: 'Lift the ban on Carl of the garden' }).click()
  await expect(ada.page.getByRole('region', { name: 'Banned' })).toHaveCount(0)
  await close(ada.page)

  await openDetails(ada.page)
  await ada.page.getByRole('button', { name: 'What to do about Bob of the garden' }).click()
  await ada.page.keyboard.press('Escape')
  await expect(ada.page.getByRole('button', { name: 'Hand the room over' })).toHaveCount(0)
  await close(ada.page)
  await actOn(ada.page, 'Bob of the garden', 'Hand the room over')
  await expect(ada.page.getByRole('region', { name: 'Members' })).toContainText('Bob of the gardenOwner')
  await close(ada.page)
  await openDetails(bob.page)
  await bob.page.getByRole('button', { name: 'Archive' }).click()
  await close(bob.page)
  await expect(ada.page.getByText('This room has been archived')).toBeVisible()
  await expect(ada.page.getByRole('textbox', { name: 'Message' })).toHaveCount(0)
  await openDetails(bob.page)
  await bob.page.getByRole('button', { name: 'Open it again' }).click()
  await close(bob.page)
  await ada.say('It grows again')
  await expect(bob.message('It grows again')).toBeVisible()

  await openDetails(bob.page)
  await bob.page.getByRole('button', { name: 'Leave', exact: true }).click()
  await bob.page.getByRole('button', { name: 'Leave room' }).click()
  await expect(ada.page.getByText('Bob of the garden left')).toBeVisible()
  await Promise.all([ada, bob, carl].map(({ context }) => context.close()))
})

test('UI-47 two people have one conversation between them, whoever opens it and however often', async ({
  browser,
  server,
}) => {
  const ada = await createPerson(browser, server.address, 'Ada alone')
  const bob = await createPerson(browser, server.address, 'Bob alone')
  const write = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'New room' }).click()
    await page.getByText('Direct', { exact: true }).click()
    await page.getByLabel('With whom').fill(name)
    await page.getByRole('button', { name: `Write to ${name}` }).click()
    await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible()
  }
  await write(ada.page, 'Bob alone')
  await ada.say('Only you')
  await expect(bob.page.getByRole('link', { name: /Ada alone/ })).toBeVisible()
  await write(bob.page, 'Ada alone')
  await expect(bob.message('Only you')).toBeVisible()
  expect(new URL(bob.page.url()).pathname).toBe(new URL(ada.page.url()).pathname)
  await openDetails(bob.page)
  await expect(bob.page.getByRole('region', { name: 'Members' })).toContainText('2 members')
  await expect(bob.page.getByRole('button', { name: 'Leave', exact: true })).toHaveCount(0)
  await Promise.all([ada.context.close(), bob.context.close()])
})
