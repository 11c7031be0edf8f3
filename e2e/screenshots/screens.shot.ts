// What Parley looks like, on every screen that the documentation shows.
import { expect, type Page } from '@playwright/test'
import { takePicture } from './picture'
import { type devices, enter, type Look, leave, openPage, roomAddress, test, themes } from './seeded'

const looks = themes.flatMap((theme) =>
  (['desktop', 'phone'] as const satisfies (keyof typeof devices)[]).map(
    (device): Look => ({ device, theme }),
  ),
)

/** In the room, with all of its messages. */
async function open(page: Page, address: string, room: string) {
  await page.goto(roomAddress(address, room))
  await expect(page.getByRole('log', { name: 'Messages' }).getByRole('listitem').first()).toBeVisible()
  await expect(page.getByRole('status', { name: 'Connection' })).toBeEmpty()
}

for (const look of looks) {
  const name = `${look.device} ${look.theme}`

  test(`welcome ${name}`, async ({ browser, seeded }) => {
    const page = await openPage(browser, look)
    await page.goto(seeded.address)
    await page.getByLabel('Your name').fill('Ada')
    await takePicture(page, 'welcome', look)
    await leave(page)
  })

  test(`conversation ${name}`, async ({ browser, seeded }) => {
    const page = await enter(browser, seeded, look)
    await open(page, seeded.address, 'platform')
    if (look.device === 'desktop') {
      await page
        .getByRole('button', { name: /5 replies/ })
        .first()
        .click()
      await expect(page.getByRole('region', { name: 'Thread' }).getByRole('listitem').last()).toBeVisible()
      const jump = page.getByRole('button', { name: 'Jump to latest' })
      if (await jump.isVisible()) await jump.click()
      await page.mouse.move(0, 0)
    }
    await takePicture(page, 'conversation', look)
    await leave(page)
  })

  if (look.device === 'phone') {
    test(`rooms ${name}`, async ({ browser, seeded }) => {
      const page = await enter(browser, seeded, look)
      await takePicture(page, 'rooms', look)
      await leave(page)
    })
  }

  test(`search ${name}`, async ({ browser, seeded }) => {
    const page = await enter(browser, seeded, look)
    await open(page, seeded.address, 'workshop')
    if (look.device === 'phone') await page.getByRole('link', { name: 'Back to rooms' }).click()
    await page.getByRole('button', { name: 'Find or go to' }).click()
    const found = page.getByRole('dialog', { name: 'Find or go to' })
    await found.getByRole('combobox').fill('owl')
    await expect(found.getByRole('option', { name: /owls/i }).first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    await takePicture(page, 'search', look)
    await leave(page)
  })

  test(`settings ${name}`, async ({ browser, seeded }) => {
    const page = await enter(browser, seeded, look)
    await page.getByRole('button', { name: 'Settings' }).click()
    await expect(page.getByText('Asking…')).toHaveCount(0)
    await expect(page.getByRole('dialog').getByText('Owl Express')).toBeVisible()
    await takePicture(page, 'settings', look)
    await leave(page)
  })

  test(`emoji ${name}`, async ({ browser, seeded }) => {
    const page = await enter(browser, seeded, look)
    await open(page, seeded.address, 'booking')
    await page.getByRole('button', { name: 'Emoji' }).last().click()
    await expect(page.getByRole('group', { name: 'Emoji' }).getByRole('button').first()).toBeVisible()
    await takePicture(page, 'emoji', look)
    await leave(page)
  })

  test(`offline ${name}`, async ({ browser, seeded }) => {
    const page = await enter(browser, seeded, look)
    await open(page, seeded.address, 'timetable')
    const field = page.getByRole('textbox', { name: 'Message' })
    const say = async (text: string) => {
      await field.fill(text)
      await field.press('Enter')
      await expect(field).toHaveValue('')
    }
    // Somebody else's server would have a reason; here one refusal is made up.
    await page.route('**/api/trpc/commands.submit*', async (route) => {
      const { commands } = (route.request().postDataJSON() as { 0: { commands: { id: string }[] } })[0]
      const results = commands.map(({ id }) => ({ id, status: 'FORBIDDEN', message: 'You may not do that.' }))
      await route.fulfill({ json: [{ result: { data: { results } } }] })
    })
    await say('Platform 4 it is. I will tell the station master tonight.')
    await expect(page.getByText('You may not do that.')).toBeVisible()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.context().setOffline(true)
    await say('In the Gotthard now, back in seventeen minutes.')
    await say('Kenji, did you measure the bench, too?')
    await expect(page.getByRole('status', { name: 'Connection' })).toContainText('2')
    await takePicture(page, 'offline', look)
    await leave(page)
  })
}
