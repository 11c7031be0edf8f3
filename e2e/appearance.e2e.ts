// How it looks, as somebody chose it; and on every screen, in every theme, what a checker of accessibility says of it.
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, expect, type Page } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { type RunningServer, test } from './fixtures/test'

const looks = [
  { theme: 'light', contrast: 'normal' },
  { theme: 'dark', contrast: 'normal' },
  { theme: 'light', contrast: 'more' },
  { theme: 'dark', contrast: 'more' },
]

/**
 * Everything in the first look, and the contrasts in the others.
 *
 * @param part a selector of what is new on this screen
 */
async function check(page: Page, screen: string, part = 'html') {
  for (const look of looks) {
    await page.evaluate((wanted) => void Object.assign(document.documentElement.dataset, wanted), look)
    // In the page itself: otherwise each look costs a page of its own.
    const axe = new AxeBuilder({ page }).setLegacyMode().include(part)
    if (look !== looks[0]) axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
    )
    expect(found, `${screen}, ${look.theme}, ${look.contrast}`).toEqual([])
  }
}

/** With nothing that fades, whose colours would be measured halfway. */
const still = { options: { reducedMotion: 'reduce' } } as const

async function enter(browser: Browser, server: RunningServer, name: string) {
  const person = await createPerson(browser, server.address, name, still)
  return { ...person, click: (button: string) => person.page.getByRole('button', { name: button }).click() }
}

test('UI-52 axe finds nothing in a conversation, around it, and where there is none', async ({
  browser,
  server,
}) => {
  const room = await createRoom(server, 'Gallery')
  await room.send('Good morning. See https://example.org/of/today')
  const nobody = await browser.newContext(still.options)
  const stranger = await nobody.newPage()
  await stranger.goto(server.address)
  await expect(stranger.getByLabel('Your name')).toBeVisible()
  await check(stranger, 'welcome')
  await stranger.getByRole('button', { name: 'I have an account' }).click()
  await expect(stranger.getByLabel('Password')).toBeVisible()
  await check(stranger, 'sign in')
  await stranger.goto(`${server.address}/nothing/here`)
  await check(stranger, 'not found')
  await nobody.close()

  const ada = await enter(browser, server, 'Ada')
  const { page } = ada
  await check(page, 'rooms')
  await ada.joinRoom('Gallery')
  await ada.say('Good morning to you')
  await ada.say('A second line')
  await expect(page.getByRole('status', { name: 'Connection' })).toBeEmpty()
  await check(page, 'conversation')
  await page.getByRole('button', { name: 'Message actions' }).first().click()
  await ada.click('React with 👍')
  await page.getByRole('button', { name: 'Message actions' }).last().click()
  await check(page, 'what can be done about a message')
  await ada.click('Edit')
  await check(page, 'editing')
  await page.keyboard.press('Escape')
  await ada.click('About this room')
  await expect(page.getByRole('region', { name: 'Gallery', exact: true })).toBeVisible()
  await check(page, 'details of a room')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Message actions' }).first().click()
  await ada.click('Reply in thread')
  await page.getByRole('region', { name: 'Thread' }).getByRole('textbox').fill('Beside it')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Following' })).toBeVisible()
  await check(page, 'thread')
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 375, height: 700 })
  await check(page, 'conversation on a phone')
  await page.goto(`${server.address}/rooms`)
  await expect(page.getByRole('link', { name: 'Gallery' })).toBeVisible()
  await check(page, 'rooms on a phone')
  await ada.context.setOffline(true)
  await page.getByRole('link', { name: 'Gallery' }).click()
  await ada.say('From a tunnel')
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('offline')
  await check(page, 'offline')
  await ada.context.close()
})

test('UI-52 axe finds nothing in the dialogs', async ({ browser, server }) => {
  // Somebody is there to be found.
  await createRoom(server, 'Meeting point')
  const ada = await enter(browser, server, 'Ada')
  const { page, click } = ada
  await click('New room')
  await check(page, 'new room', 'dialog')
  await page.getByText('Direct', { exact: true }).click()
  await expect(page.getByRole('button', { name: 'Write to Guest' })).toBeVisible()
  await check(page, 'new conversation', 'dialog')
  await page.keyboard.press('Escape')
  await click('Ada change name')
  await check(page, 'name', 'dialog')
  await page.keyboard.press('Escape')
  await click('Settings')
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
  await check(page, 'settings', 'dialog')
  await click('Register')
  await check(page, 'register', 'dialog')
  await click('All settings')
  await click('Sign out')
  await check(page, 'sign out', 'dialog')
  await click('All settings')
  await page
    .getByRole('region', { name: 'Workspaces' })
    .getByRole('button', { name: 'New workspace' })
    .click()
  await page.getByLabel('Workspace name').fill('Gallery of dialogs')
  await click('Create workspace')
  await expect(page.getByRole('heading', { name: 'Gallery of dialogs' })).toBeVisible()
  await check(page, 'workspace', 'dialog')
  await click('Invite people')
  await click('Make a link')
  await expect(page.locator('[data-link]')).toBeVisible()
  await check(page, 'invitation', 'dialog')
  await click('Gallery of dialogs')
  await click('Audit log')
  await expect(page.getByRole('list', { name: 'Audit log' })).toBeVisible()
  await check(page, 'audit log', 'dialog')
  await ada.context.close()
})

test('UI-51 a theme, more contrast and larger text are chosen, kept, and followed by other tabs', async ({
  browser,
  server,
}) => {
  const ada = await enter(browser, server, 'Ada')
  const { page } = ada
  const look = (tab: Page) =>
    tab.evaluate(() => {
      const { backgroundColor, fontSize } = getComputedStyle(document.body)
      return { backgroundColor, fontSize, scheme: getComputedStyle(document.documentElement).colorScheme }
    })
  const before = await look(page)
  const other = await ada.context.newPage()
  await other.goto(server.address)
  await ada.click('Settings')
  const appearance = page.getByRole('region', { name: 'Appearance' })
  await appearance.getByText('Dark').click()
  await expect
    .poll(() => look(page))
    .toEqual({ ...before, scheme: 'dark', backgroundColor: 'rgb(22, 27, 27)' })
  await appearance.getByText('High').click()
  await appearance.getByText('Largest').click()
  const chosen = { scheme: 'dark', backgroundColor: 'rgb(0, 0, 0)', fontSize: '21px' }
  await expect.poll(() => look(page)).toEqual(chosen)
  await expect.poll(() => look(other)).toEqual(chosen)
  // Before any of the application's own scripts has run.
  await other.close()
  const bare = await browser.newContext({ storageState: await ada.context.storageState() })
  const first = await bare.newPage()
  await first.route('**/_next/static/chunks/*.js', (route) => route.abort())
  await first.goto(server.address)
  expect(await look(first)).toEqual(chosen)
  await Promise.all([bare.close(), ada.context.close()])
})
