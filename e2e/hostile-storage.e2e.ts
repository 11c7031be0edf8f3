// A browser whose storage is full, forbidden, wiped or held up, or that has only half of it: nobody loses what they wrote.
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { createPerson, type Person } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { type RunningServer, test } from './fixtures/test'

const notice = (page: Page) => page.getByRole('status', { name: 'Storage' })
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' })

/** Text that takes its full space on any disk. */
function heavyText(): string {
  return Array.from({ length: 3_900 }, () =>
    String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000)),
  ).join('')
}

/** How many messages of each room lie in the browser's database. */
function keptIn(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    async function read(): Promise<Record<string, number>> {
      const found = (await indexedDB.databases()).find(({ name }) => name?.startsWith('parley-'))
      if (!found?.name) return {}
      const opening = indexedDB.open(found.name)
      // It was deleted in between: none is made.
      opening.onupgradeneeded = () => opening.transaction?.abort()
      const isThere = await new Promise<boolean>((resolve) => {
        opening.onsuccess = () => resolve(true)
        opening.onerror = () => resolve(false)
      })
      if (!isThere) return {}
      const rows = opening.result.transaction('messages').objectStore('messages').getAll()
      await new Promise((resolve) => {
        rows.onsuccess = resolve
        rows.onerror = resolve
      })
      opening.result.close()
      if (rows.error) return {}
      const counts: Record<string, number> = {}
      for (const { roomId, event } of rows.result) if (!event) counts[roomId] = (counts[roomId] ?? 0) + 1
      return counts
    }
    // It may be wiped while it is read: then no answer comes, and whoever asked has to ask again.
    const unanswered = new Promise<Record<string, number>>((resolve) => setTimeout(resolve, 2_000, {}))
    return Promise.race([read(), unanswered])
  })
}

/** Takes all the space that is left, in ever smaller pieces. */
function fillUp(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('ballast', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('pieces', { autoIncrement: true })
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    for (const size of [60_000, 10_000, 1_000, 50]) {
      for (let fits = true; fits; ) {
        const writing = opening.result.transaction('pieces', 'readwrite')
        writing.objectStore('pieces').add(crypto.getRandomValues(new Uint8Array(size)))
        fits = await new Promise((resolve) => {
          writing.oncomplete = () => resolve(true)
          writing.onabort = () => resolve(false)
        })
      }
    }
    opening.result.close()
  })
}

async function freeSpace(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const removing = indexedDB.deleteDatabase('ballast')
    await new Promise((resolve) => removing.addEventListener('success', resolve))
  })
}

test('LS-22 LS-23 UI-21 FC-29 on a full disk copies of rooms go, what is written is kept or refused, and what comes is read', async ({
  browser,
  server,
}) => {
  const rooms = await Promise.all(['Attic', 'Pantry', 'Kitchen'].map((name) => createRoom(server, name)))
  const [attic, , kitchen] = rooms
  for (const { send } of rooms) await Promise.all(Array.from({ length: 30 }, () => send(heavyText())))
  const ada = await createPerson(browser, server.address, 'Ada', {
    // The application itself would take most of so little space.
    options: { serviceWorkers: 'block' },
    async prepare(page) {
      const developer = await page.context().newCDPSession(page)
      await developer.send('Storage.overrideQuotaForOrigin', {
        origin: server.address,
        quotaSize: 2_000_000,
      })
    },
  })
  const { page } = ada
  for (const name of ['Attic', 'Pantry', 'Kitchen']) {
    await ada.joinRoom(name)
    await page.getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
  }
  await expect.poll(async () => (await keptIn(page))[kitchen?.roomId ?? '']).toBe(30)
  expect((await keptIn(page))[attic?.roomId ?? '']).toBe(30)
  await expect(notice(page)).toBeEmpty()

  let text = ''
  for (let n = 1; (await keptIn(page))[attic?.roomId ?? '']; n += 1) {
    expect(n).toBeLessThan(10)
    await fillUp(page)
    text = `more than a copy ${n}`
    await ada.say(text)
  }
  await expect.poll(async () => (await kitchen?.texts())?.at(-1)).toBe(text)
  await expect(ada.message(text)).toBeVisible()

  const alert = page.getByRole('alert').filter({ hasText: 'storage is full' })
  for (let n = 1; !(await alert.isVisible()); n += 1) {
    expect(n).toBeLessThan(30)
    await fillUp(page)
    await field(page).fill(`try ${n}`)
    await field(page).press('Enter')
    await expect(alert.or(field(page).and(page.locator(':text-is("")'))).first()).toBeVisible()
  }
  await expect(alert).toHaveText(/The message is still here: free some space, and try again\./)
  await expect(field(page)).toHaveValue(/^try \d+$/)
  await expect(notice(page)).toContainText('This browser’s storage is full.')
  await kitchen?.send('read all the same')
  await expect(ada.message('read all the same')).toBeVisible()

  await freeSpace(page)
  const waiting = await field(page).inputValue()
  await field(page).press('Enter')
  await expect(field(page)).toHaveValue('')
  await expect(notice(page)).toBeEmpty()
  await expect.poll(kitchen?.texts ?? (() => [])).toContain(waiting)
  const all = (await kitchen?.texts())?.filter((text) => text.startsWith('try'))
  expect(new Set(all).size).toBe(all?.length)
})

test('LS-26 LS-28 FC-31 a browser that is wiped under the page has everything again from the server, also after a reload', async ({
  browser,
  server,
}) => {
  const { roomId, send, texts } = await createRoom(server, 'Beach')
  await send('one')
  const ada = await createPerson(browser, server.address, 'Ada', {
    async prepare(page) {
      await page.addInitScript(() => {
        Object.assign(window, { asked: 0 })
        StorageManager.prototype.persist = async () => {
          Object.assign(window, { asked: Reflect.get(window, 'asked') + 1 })
          return false
        }
      })
    },
  })
  const { page } = ada
  const asked = () => page.evaluate(() => Reflect.get(window, 'asked'))
  await ada.joinRoom('Beach')
  await expect(ada.message('one')).toBeVisible()
  expect(await asked()).toBe(0)
  await ada.say('two')
  await expect.poll(asked).toBe(1)
  await expect.poll(texts).toEqual(['one', 'two'])
  await expect.poll(async () => (await keptIn(page))[roomId]).toBe(2)
  const developer = await page.context().newCDPSession(page)
  const wipe = () =>
    developer.send('Storage.clearDataForOrigin', {
      origin: server.address,
      storageTypes: 'indexeddb,local_storage,cache_storage',
    })
  await wipe()
  await expect.poll(async () => (await keptIn(page))[roomId]).toBe(2)
  await send('three')
  for (const text of ['one', 'two', 'three']) await expect(ada.message(text)).toBeVisible()
  await ada.say('four')
  await expect.poll(texts).toEqual(['one', 'two', 'three', 'four'])
  await wipe()
  await page.reload()
  for (const text of ['one', 'two', 'three', 'four']) await expect(ada.message(text)).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Ada change name' })).toBeVisible()
})

/** A second tab of the same person, in the same room. */
async function openTab(context: BrowserContext, first: Page): Promise<Page> {
  const page = await context.newPage()
  await page.goto(first.url())
  await expect(page.getByRole('log', { name: 'Messages' })).toBeVisible()
  return page
}

async function say(page: Page, text: string) {
  await field(page).fill(text)
  await field(page).press('Enter')
  await expect(field(page)).toHaveValue('')
}

/** Both write by turns; each message is on the server once, and both tabs show all. */
async function talkInTwoTabs(person: Person, other: Page, texts: () => Promise<string[]>) {
  for (const n of [1, 2, 3]) await Promise.all([say(person.page, `here ${n}`), say(other, `there ${n}`)])
  const all = [1, 2, 3].flatMap((n) => [`here ${n}`, `there ${n}`])
  await expect.poll(async () => (await texts()).toSorted()).toEqual(all.toSorted())
  for (const page of [person.page, other]) {
    for (const text of all) {
      await expect(page.getByRole('log', { name: 'Messages' }).getByText(text, { exact: true })).toHaveCount(
        1,
      )
    }
    await expect(page.getByText('Waiting')).toHaveCount(0)
  }
}

test('LS-24 UI-21 FC-30 where storage is forbidden everything works, and every tab says that nothing is kept', async ({
  browser,
  server,
}) => {
  const { texts } = await createRoom(server, 'Library')
  const ada = await createPerson(browser, server.address, 'Ada', {
    async prepare(page) {
      await page.context().addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('The user denied permission to access the database.', 'SecurityError')
        }
      })
    },
  })
  await ada.joinRoom('Library')
  const other = await openTab(ada.context, ada.page)
  await talkInTwoTabs(ada, other, texts)
  for (const page of [ada.page, other]) {
    await expect(notice(page)).toContainText('This browser keeps nothing for Parley.')
  }
})

test('LS-25 UI-21 FC-32 a tab of an older version that holds on to the database: nothing that is typed is lost', async ({
  browser,
  server,
}) => {
  const { texts } = await createRoom(server, 'Hall')
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.joinRoom('Hall')
  await ada.say('before')
  await expect.poll(texts).toEqual(['before'])
  const url = ada.page.url()
  await ada.page.close()

  const holder = await ada.context.newPage()
  await holder.goto(`${server.address}/api/health`)
  await holder.evaluate(async () => {
    const [found] = await indexedDB.databases()
    const name = found?.name ?? ''
    await new Promise((resolve) => indexedDB.deleteDatabase(name).addEventListener('success', resolve))
    const opening = indexedDB.open(name, 10)
    opening.onupgradeneeded = () => {
      const database = opening.result
      database.createObjectStore('outbox', { keyPath: 'id' }).createIndex('order', 'order')
      const messages = database.createObjectStore('messages', { keyPath: 'id' })
      messages.createIndex('[roomId+seq]', ['roomId', 'seq'])
      for (const table of ['cursors', 'rooms', 'drafts'])
        database.createObjectStore(table, { keyPath: 'roomId' })
      for (const table of ['session', 'versions']) database.createObjectStore(table, { keyPath: 'key' })
    }
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    // It is held for as long as this page, whoever asks for it.
    Object.assign(window, { held: opening.result })
  })

  const page = await ada.context.newPage()
  await page.goto(url)
  await expect(notice(page)).toContainText('Another tab of Parley holds this one up.')
  await field(page).fill('typed meanwhile')
  await field(page).press('Enter')
  await expect(field(page)).toHaveValue('typed meanwhile')
  await holder.close()
  await expect(notice(page)).toBeEmpty()
  await expect(field(page)).toHaveValue('')
  await expect.poll(texts).toEqual(['before', 'typed meanwhile'])
})

test('LS-29 UI-22 on plain HTTP from another machine two tabs work with what they have, and each message is sent once', async ({
  browser,
  startServer,
}, { project }) => {
  const server: RunningServer = await startServer(0, { PARLEY_PROXIES: '1' })
  const { texts } = await createRoom(server, 'Lan')
  const { launchOptions } = project.use
  const abroad = await browser.browserType().launch({
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), '--host-resolver-rules=MAP chat.test 127.0.0.1'],
  })
  const ada = await createPerson(abroad, `http://chat.test:${server.port}`, 'Ada')
  expect(await ada.page.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false])
  await ada.joinRoom('Lan')
  const other = await openTab(ada.context, ada.page)
  await talkInTwoTabs(ada, other, texts)
  await expect(notice(ada.page)).toBeEmpty()
  await ada.page.getByRole('button', { name: 'Settings' }).click()
  const storage = ada.page.getByRole('region', { name: 'Storage' })
  await expect(storage).toContainText('Starting without a network needs HTTPS or localhost.')
  await ada.page.reload()
  for (const n of [1, 2, 3]) await expect(ada.message(`there ${n}`)).toHaveCount(1)
  await abroad.close()
})
