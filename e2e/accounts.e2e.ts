// Accounts in a real browser: from guest to account, on several devices, and what stays when somebody goes.
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { tabOf } from './fixtures/tab'
import { stopServer, test } from './fixtures/test'

const password = 'correct horse battery'

async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('region', { name: 'Account' })).not.toContainText('Asking')
}

async function close(page: Page) {
  await page.getByRole('button', { name: 'Close' }).click()
}

/** A guest becomes an account. */
async function register(page: Page, email: string) {
  await openSettings(page)
  await page.getByRole('button', { name: 'Register' }).click()
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByRole('region', { name: 'Account' })).toContainText(email)
  await close(page)
}

async function fillSignIn(page: Page, email: string) {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Which of these words are in anything that the browser has of its pages. */
async function kept(page: Page, words: readonly string[]): Promise<string[]> {
  return page.evaluate(async (words) => {
    const all: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie]
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name))
      all.push(name)
      for (const store of database.objectStoreNames) {
        all.push(await settled(database.transaction(store).objectStore(store).getAll()))
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        all.push(request.url, await (await cache.match(request))?.text())
      }
    }
    const text = JSON.stringify(all)
    return words.filter((word) => text.includes(word))
  }, words)
}

async function signOut(page: Page, button = 'Sign out') {
  await openSettings(page)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Welcome to Parley' })).toBeVisible()
}

test('UI-40 SE-01 a guest registers, signs in on a second device, and both are complete', async ({
  browser,
  server,
}) => {
  const email = 'ada-one@example.org'
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.createRoom('Two devices')
  await ada.say('As a guest')
  await register(ada.page, email)
  await ada.say('With an account')

  const phone = await browser.newContext()
  const second = tabOf(await phone.newPage())
  await second.page.goto(server.address)
  await second.page.getByRole('button', { name: 'I have an account' }).click()
  await fillSignIn(second.page, email)
  await second.page.getByRole('link', { name: /Two devices/ }).click()
  for (const text of ['As a guest', 'With an account']) await expect(second.message(text)).toBeVisible()
  await expect(second.page.getByRole('button', { name: /Ada/ })).toBeVisible()
  await second.say('From the phone')
  await expect(ada.message('From the phone')).toBeVisible()
  await ada.page.reload()
  for (const text of ['As a guest', 'With an account', 'From the phone']) {
    await expect(ada.message(text)).toHaveCount(1)
  }
  await Promise.all([ada.context.close(), phone.close()])
})

test('UI-41 ID-37 FC-35 signing out leaves nothing readable, in any tab; what was half written is asked about', async ({
  browser,
  server,
}) => {
  const email = 'zq-mail@example.org'
  const words = ['zq-name', 'zq-room', 'zq-message', 'zq-draft']
  const [name = '', room = '', message = '', draft = ''] = words
  const ada = await createPerson(browser, server.address, name)
  await ada.createRoom(room)
  await ada.say(message)
  await register(ada.page, email)
  const other = tabOf(await ada.context.newPage())
  await other.page.goto(ada.page.url())
  await expect(other.message(message)).toBeVisible()
  await other.page.getByRole('textbox', { name: 'Message' }).fill(draft)
  await expect.poll(() => kept(ada.page, words)).toEqual(words)

  await openSettings(ada.page)
  await ada.page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(ada.page.getByRole('status').filter({ hasText: '1 message is half written' })).toBeVisible()
  const saved = ada.page.waitForEvent('download')
  await ada.page.getByRole('button', { name: 'Save as a file' }).click()
  const stream = await (await saved).createReadStream()
  expect(Buffer.concat(await stream.toArray()).toString()).toBe(`${room} (half written):\n${draft}\n`)
  await ada.page.getByRole('button', { name: 'Discard and sign out' }).click()
  for (const { page } of [ada, other]) {
    await expect(page.getByRole('heading', { name: 'Welcome to Parley' })).toBeVisible()
  }
  // Looking into a database that is about to go would make it again: this comes first.
  await expect.poll(() => ada.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
  expect(await kept(ada.page, [...words, email])).toEqual([])
  await ada.context.close()
})

test('UI-41 FC-35 two people who share a browser never meet: neither their rooms nor what waits', async ({
  browser,
  server,
}) => {
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.createRoom('Of Ada')
  await register(ada.page, 'ada-three@example.org')
  await ada.say('By Ada')
  await signOut(ada.page)

  const { page } = ada
  await page.getByLabel('Your name').fill('Bob')
  await page.getByRole('button', { name: 'Start chatting' }).click()
  await expect(page.getByRole('button', { name: 'New room' })).toBeVisible()
  await ada.createRoom('Of Bob')
  await ada.say('By Bob')
  expect(await kept(page, ['By Ada', 'Of Ada'])).toEqual([])
  await register(page, 'bob-three@example.org')
  await signOut(page)

  await page.getByRole('button', { name: 'I have an account' }).click()
  await fillSignIn(page, 'ada-three@example.org')
  await page.getByRole('link', { name: /Of Ada/ }).click()
  await expect(ada.message('By Ada')).toHaveCount(1)
  await expect(page.getByRole('link', { name: /Of Bob/ })).toHaveCount(0)
  expect(await kept(page, ['By Bob', 'Of Bob'])).toEqual([])
  await ada.context.close()
})

/** Cuts the page off its server, or lets it through again. */
async function cut(context: BrowserContext, isCut: boolean) {
  if (isCut) await context.route('**/api/trpc/**', (route) => route.abort())
  else await context.unroute('**/api/trpc/**')
}

test('UI-42 what a guest wrote goes out before they sign in to an account, and the page says so', async ({
  browser,
  server,
}) => {
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.createRoom('Of the account')
  await register(ada.page, 'ada-four@example.org')

  const guest = await createPerson(browser, server.address, 'Ada as a guest')
  await guest.joinRoom('Of the account')
  await cut(guest.context, true)
  await guest.say('Written as a guest')
  await openSettings(guest.page)
  await guest.page.getByRole('button', { name: 'I have an account' }).click()
  await expect(guest.page.getByRole('status').filter({ hasText: '1 message is still waiting' })).toBeVisible()
  await guest.page.getByRole('button', { name: 'Send first' }).click()
  await expect(guest.page.getByText('Waiting for the network')).toBeVisible()
  await cut(guest.context, false)
  await expect(ada.message('Written as a guest')).toBeVisible()
  await guest.page.getByRole('button', { name: 'Go on', exact: true }).click()
  await fillSignIn(guest.page, 'ada-four@example.org')
  await expect(guest.page.getByRole('button', { name: /Ada change name/ })).toBeVisible()
  await expect(guest.message('Written as a guest')).toHaveCount(1)
  await Promise.all([ada.context.close(), guest.context.close()])
})

test('UI-43 SE-32 a device that is signed out from another one says so, keeps what is written, and sends it afterwards', async ({
  browser,
  server,
}) => {
  const email = 'ada-five@example.org'
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.createRoom('Left open')
  await register(ada.page, email)
  const laptop = await browser.newContext()
  const second = tabOf(await laptop.newPage())
  await second.page.goto(server.address)
  await second.page.getByRole('button', { name: 'I have an account' }).click()
  await fillSignIn(second.page, email)
  await expect(second.page.getByRole('link', { name: /Left open/ })).toBeVisible()
  await openSettings(second.page)
  await second.page.getByRole('button', { name: 'Sign out all other devices' }).click()
  await expect(second.page.getByRole('button', { name: 'Sign out all other devices' })).toHaveCount(0)

  await ada.say('Nobody hears this yet')
  await expect(ada.page.getByText('You are signed out.')).toBeVisible()
  await expect(ada.message('Nobody hears this yet')).toBeVisible()
  await ada.page.reload()
  await expect(ada.message('Nobody hears this yet')).toBeVisible()
  await ada.page.getByRole('button', { name: 'Sign in again' }).click()
  await fillSignIn(ada.page, email)
  await close(second.page)
  await second.page.getByRole('link', { name: /Left open/ }).click()
  await expect(second.message('Nobody hears this yet')).toHaveCount(1)
  await expect(ada.page.getByText('You are signed out.')).toHaveCount(0)
  await Promise.all([ada.context.close(), laptop.close()])
})

test('UI-44 SE-04 an installation that stops having guests, and one that has them again: nobody loses what they wrote', async ({
  browser,
  startServer,
}) => {
  const open = await startServer()
  const ada = await createPerson(browser, open.address, 'Ada')
  await ada.createRoom('Moved')
  await ada.say('Written as a guest')
  const bob = await createPerson(browser, open.address, 'Bob')
  await bob.joinRoom('Moved')
  await stopServer(open)

  const closed = await startServer(open.port, { PARLEY_GUESTS: 'off' })
  await ada.say('Written meanwhile')
  await ada.page.getByRole('button', { name: 'Sign in again' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Register to go on' })
  await dialog.getByLabel('E-mail address').fill('ada-six@example.org')
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(ada.page.getByText('You are signed out.')).toHaveCount(0)
  const visitor = await browser.newContext()
  const newcomer = await visitor.newPage()
  await newcomer.goto(closed.address)
  await expect(newcomer.getByRole('button', { name: 'I am new here' })).toBeVisible()
  await expect(newcomer.getByLabel('Your name')).toHaveCount(0)
  await stopServer(closed)

  await startServer(open.port)
  await bob.page.reload()
  for (const text of ['Written as a guest', 'Written meanwhile']) {
    await expect(bob.message(text)).toHaveCount(1)
    await expect(ada.message(text)).toHaveCount(1)
  }
  await bob.say('A guest again')
  await expect(ada.message('A guest again')).toBeVisible()
  await Promise.all([ada.context.close(), bob.context.close(), visitor.close()])
})
