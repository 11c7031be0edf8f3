// The installed application: it opens and works without a network, sends after its last tab was closed, and is never
// replaced under anybody's hands.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { createTcpProxy } from '../src/testing/tcp-proxy'
import { createDeployment } from './fixtures/deployment'
import { createPerson, installs } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

/** Until the service worker has everything, and the page is in its care. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller) return
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  })
}

/** Until a newer worker was looked for, found, and given up because of what it was sent. */
async function refused(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const givenUp = new Promise<void>((resolve) => {
      registration.addEventListener('updatefound', () => {
        const worker = registration.installing
        worker?.addEventListener('statechange', () => worker.state === 'redundant' && resolve())
      })
    })
    await registration.update()
    await givenUp
  })
}

/** Wakes the service worker as the browser does when there is a network again. */
async function wake(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const origin = new URL(address).origin
  const registrationId = await new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const { scopeURL, registrationId: found } of registrations) {
        if (scopeURL.startsWith(origin)) resolve(found)
      }
    })
    void session.send('ServiceWorker.enable')
  })
  await session.send('ServiceWorker.dispatchSyncEvent', {
    ...{ origin, registrationId, lastChance: false },
    tag: `outbox-${await userIn(context, address)}`,
  })
  await page.close()
}

async function userIn(context: BrowserContext, address: string): Promise<string> {
  const { origins } = await context.storageState()
  const stored = origins.find(({ origin }) => origin === new URL(address).origin)?.localStorage
  const { state } = JSON.parse(stored?.find(({ name }) => name === 'parley-user')?.value ?? '{}')
  return state.user.userId
}

test('IN-03 FC-34 after one visit the application starts, reads and writes without any network, and sends when there is one', async ({
  browser,
  server,
}) => {
  const { roomId, send, texts } = await createRoom(server, 'Tunnel')
  await send('before the tunnel')
  const network = await createTcpProxy(server.port)
  const ada = await createPerson(browser, network.address, 'Ada', { options: installs })
  await ada.joinRoom('Tunnel')
  await expect(ada.message('before the tunnel')).toBeVisible()
  await installed(ada.page)
  await ada.page.close()
  // As in Safari and Firefox: what waits is for the page to send.
  await ada.context.addInitScript(() => Reflect.deleteProperty(ServiceWorkerRegistration.prototype, 'sync'))

  await ada.context.setOffline(true)
  network.cut()
  for (const path of ['/', `/rooms/${roomId}`]) {
    const page = await ada.context.newPage()
    await page.goto(`${network.address}${path}`)
    await expect(page.getByRole('button', { name: 'New room' })).toBeVisible()
    await page.getByRole('link', { name: 'Tunnel' }).click()
    const log = page.getByRole('log', { name: 'Messages' })
    await expect(log.getByText('before the tunnel')).toBeVisible()
    await page.reload()
    await expect(log.getByText('before the tunnel')).toBeVisible()
    const field = page.getByRole('textbox', { name: 'Message' })
    await field.fill(`written at ${path.length}`)
    await field.press('Enter')
    await expect(field).toHaveValue('')
    await expect(log.getByText(`written at ${path.length}`)).toBeVisible()
    await expect(page.getByRole('status', { name: 'Connection' })).toContainText('You are offline.')
    await page.close()
  }
  expect(await texts()).toEqual(['before the tunnel'])

  network.heal()
  await ada.context.setOffline(false)
  const page = await ada.context.newPage()
  await page.goto(network.address)
  await expect.poll(texts).toEqual(['before the tunnel', 'written at 1', `written at ${7 + roomId.length}`])
  await network.close()
})

test('IN-04 FC-02 what was written in the last tab is sent by the service worker when the browser wakes it, once', async ({
  browser,
  server,
}) => {
  const { texts } = await createRoom(server, 'Shaft')
  const network = await createTcpProxy(server.port)
  const ada = await createPerson(browser, network.address, 'Ada', { options: installs })
  await ada.joinRoom('Shaft')
  await installed(ada.page)
  await ada.context.setOffline(true)
  network.cut()
  await ada.say('one')
  await ada.say('two')
  await ada.page.close()
  network.heal()
  await ada.context.setOffline(false)

  await wake(ada.context, network.address)
  await expect.poll(texts).toEqual(['one', 'two'])

  // A tab and the worker at the same moment.
  const page = await ada.context.newPage()
  await page.goto(network.address)
  await page.getByRole('link', { name: 'Shaft' }).click()
  await ada.context.setOffline(true)
  network.cut()
  const field = page.getByRole('textbox', { name: 'Message' })
  for (const text of ['three', 'four']) {
    await field.fill(text)
    await field.press('Enter')
    await expect(field).toHaveValue('')
  }
  network.heal()
  await ada.context.setOffline(false)
  await wake(ada.context, network.address)
  await expect.poll(texts).toEqual(['one', 'two', 'three', 'four'])
  await expect(page.getByRole('log', { name: 'Messages' }).getByText(/^(one|two|three|four)$/)).toHaveText([
    'one',
    'two',
    'three',
    'four',
  ])
  await network.close()
})

test('IN-05 IN-07 FC-33 a deploy under open tabs: all of them go on, are offered the new version, and change to it when they want', async ({
  browser,
  startServer,
}) => {
  const deployment = await createDeployment()
  const first = await startServer(0, {}, deployment.folder)
  const { send } = await createRoom(first, 'Deploy')
  const ada = await createPerson(browser, first.address, 'Ada', { options: installs })
  await ada.joinRoom('Deploy')
  await installed(ada.page)
  const other = await ada.context.newPage()
  await other.goto(`${first.address}/rooms`)
  await expect(other.getByRole('link', { name: 'Deploy' })).toBeVisible()
  const version = (page: Page) => page.locator('meta[name=version]').getAttribute('content')
  expect(await version(ada.page)).toBe('1')

  first.signal('SIGINT')
  await first.ended
  const { renamed } = await deployment.deploy('2')
  const picture = join(deployment.folder, 'public/icon-512.png')
  const bytes = await readFile(picture)
  await writeFile(picture, '<h1>Welcome to our hotel</h1>')
  await startServer(first.port, {}, deployment.folder)
  // What the old pages may still want is there, though the server has it no more.
  const isServed = (page: Page) =>
    page.evaluate(async (url) => (await fetch(url, { cache: 'no-store' })).ok, renamed)
  expect((await fetch(`${first.address}${renamed}`)).ok).toBe(false)
  await refused(ada.page)
  await writeFile(picture, bytes)
  await ada.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  const notice = (page: Page) => page.getByRole('status', { name: 'Application' })
  await expect(notice(ada.page)).toContainText('A new version of Parley is ready.')
  await expect(notice(other)).toContainText('A new version of Parley is ready.')
  expect(await version(ada.page)).toBe('1')
  expect(await isServed(ada.page)).toBe(true)

  await ada.page.getByRole('textbox', { name: 'Message' }).fill('half a sentence')
  await notice(ada.page).getByRole('button', { name: 'Reload' }).click()
  await expect(ada.page.locator('meta[name=version][content="2"]')).toHaveCount(1)
  await expect(ada.page.getByRole('textbox', { name: 'Message' })).toHaveValue('half a sentence')
  await expect(notice(ada.page)).toBeEmpty()

  // The other tab is still the old one, and works.
  expect(await version(other)).toBe('1')
  expect(await isServed(other)).toBe(true)
  await other.getByRole('link', { name: 'Deploy' }).click()
  await send('after the deploy')
  await expect(other.getByRole('log', { name: 'Messages' }).getByText('after the deploy')).toBeVisible()
  await notice(other).getByRole('button', { name: 'Reload' }).click()
  await expect(other.locator('meta[name=version][content="2"]')).toHaveCount(1)
  await deployment.dispose()
})

test('IN-06 it can be installed, and its icon and title say how much is unread', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Badge')
  await createRoom(server, 'Other')
  const ada = await createPerson(browser, server.address, 'Ada', { options: installs })
  await installed(ada.page)
  const session = await ada.context.newCDPSession(ada.page)
  const { errors } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // Nothing can be installed into a private window, which Playwright's are.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito'])

  await ada.context.addInitScript(() => {
    const badges: number[] = []
    Object.assign(window, { badges })
    Object.assign(navigator, {
      setAppBadge: async (count: number) => void badges.push(count),
      clearAppBadge: async () => void badges.push(0),
    })
  })
  await ada.joinRoom('Badge')
  await ada.page.goto(`${server.address}/rooms`)
  await send('one')
  await expect(ada.page).toHaveTitle('(1) Parley')
  await send('two')
  await expect(ada.page).toHaveTitle('(2) Parley')
  await ada.page.getByRole('link', { name: 'Badge' }).click()
  await expect(ada.page).toHaveTitle('Parley')
  const badges = await ada.page.evaluate(() => (window as unknown as { badges: number[] }).badges)
  expect(badges.slice(0, 2)).toEqual([1, 2])
  expect(badges.at(-1)).toBe(0)
})
