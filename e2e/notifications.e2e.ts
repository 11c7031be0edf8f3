// What arrives while nobody looks is told by the system, if the person wants that, and in a muted room nothing.
import { type Browser, expect, type Page } from '@playwright/test'
import { createPerson, type Person } from './fixtures/person'
import { test } from './fixtures/test'

/** Writes down what would be shown, with and without a service worker; and the page is one that nobody looks at. */
async function record(page: Page) {
  await page.addInitScript(() => {
    const shown: string[] = []
    const write = (title: string, { body = '', tag = '' }: NotificationOptions = {}) =>
      void shown.push(`${tag.slice(0, 5)} ${title} | ${body}`)
    class Recorder extends EventTarget {
      static permission = 'default'
      static async requestPermission() {
        Recorder.permission = 'granted'
        return Recorder.permission
      }
      constructor(title: string, options?: NotificationOptions) {
        super()
        write(title, options)
      }
    }
    Object.assign(window, { Notification: Recorder, shown })
    ServiceWorkerRegistration.prototype.showNotification = async (title, options) => write(title, options)
    document.hasFocus = () => false
  })
}

const shown = ({ page }: Person) => page.evaluate(() => (window as unknown as { shown: string[] }).shown)

async function twoPeople(browser: Browser, address: string) {
  const grace = await createPerson(browser, address, 'Grace', { prepare: record })
  await grace.createRoom('Tea')
  const ada = await createPerson(browser, address, 'Ada')
  await ada.joinRoom('Tea')
  // Away from the room: what comes there stays unread.
  await grace.createRoom('Elsewhere')
  return { ada, grace }
}

async function switchOn({ page }: Person) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('group', { name: 'Notify me in this browser' }).getByText('On').click()
  await expect(page.getByRole('radio', { name: 'On', exact: true }).first()).toBeChecked()
  await page.keyboard.press('Escape')
  // Its code comes then, and what arrived before that is history. One tab notifies: by this lock.
  const held = () => navigator.locks.query().then(({ held = [] }) => held.map(({ name = '' }) => name))
  await expect.poll(() => page.evaluate(held)).toContainEqual(expect.stringMatching(/^parley-notices-/))
}

test('NT-03 NT-05 NT-08 NT-09 what arrives is notified once it was switched on, as plain text', async ({
  browser,
  startServer,
}) => {
  const { address } = await startServer()
  const { ada, grace } = await twoPeople(browser, address)
  const tea = grace.page.getByRole('link', { name: /Tea/ })
  await ada.say('Too early')
  await expect(tea).toContainText('1 unread')
  await switchOn(grace)
  await ada.say('Hello **Grace**')
  await expect.poll(() => shown(grace)).toEqual(['room- Tea | Ada: Hello Grace'])
  await grace.context.close()
  await ada.context.close()
})

test('NT-02 NT-04 NT-07 a muted room says so, and its mentions show in the list alone', async ({
  browser,
  startServer,
}) => {
  const { address } = await startServer()
  const { ada, grace } = await twoPeople(browser, address)
  await switchOn(grace)
  const tea = grace.page.getByRole('link', { name: /Tea/ })
  await tea.click()
  await grace.page.getByRole('button', { name: 'About this room' }).click()
  await grace.page.getByRole('group', { name: 'Notify me of' }).getByText('Nothing').click()
  await expect(tea.getByRole('img', { name: 'Muted' })).toBeVisible()
  await grace.page.getByRole('link', { name: /Elsewhere/ }).click()
  await ada.say('Are you there, @Grace?')
  await expect(tea.getByRole('img', { name: 'You are mentioned' })).toBeVisible()
  await expect(grace.page).toHaveTitle('Parley')
  // The room is heard again: had the message before been told, it would be there too.
  await tea.click()
  await grace.page.getByRole('button', { name: 'About this room' }).click()
  await grace.page
    .getByRole('group', { name: 'Notify me of' })
    .getByText('Everything', { exact: true })
    .click()
  await grace.page.getByRole('link', { name: /Elsewhere/ }).click()
  await ada.say('And now?')
  await expect.poll(() => shown(grace)).toEqual(['room- Tea | Ada: And now?'])
  await grace.context.close()
  await ada.context.close()
})
