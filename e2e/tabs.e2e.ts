// Several tabs of one person, as browsers treat them: frozen, hanging, killed, slow, put away for "back".
import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { createPerson, type Person } from './fixtures/person'
import { freeze, goBack, type PlainBrowser, startPlainBrowser } from './fixtures/plain-browser'
import { createRoom, type HostedRoom } from './fixtures/room'
import { openTab, type Tab } from './fixtures/tab'
import { test } from './fixtures/test'

const plain = test.extend<{ plainBrowser: PlainBrowser }>({
  plainBrowser: async ({ launchOptions }, use) => {
    const browser = await startPlainBrowser(launchOptions.args ?? [])
    await use(browser)
    await browser.close()
  },
})

async function enter(person: Promise<Person>, room: string): Promise<Person> {
  const entered = await person
  await entered.joinRoom(room)
  await expect(entered.page.getByRole('status', { name: 'Connection' })).toBeEmpty()
  return entered
}

/** Messages in the browser's database. */
function countKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const [database] = await indexedDB.databases()
    const open = indexedDB.open(database?.name ?? '')
    await new Promise((resolve) => open.addEventListener('success', resolve))
    const rows = open.result.transaction('messages').objectStore('messages').getAll()
    await new Promise((resolve) => rows.addEventListener('success', resolve))
    open.result.close()
    return rows.result.filter(({ event }: { event?: unknown }) => !event).length
  })
}

/** Each of these once, in every tab and on the server, and nothing else. */
async function expectOnce(tabs: readonly Tab[], { texts }: HostedRoom, expected: readonly string[]) {
  await expect.poll(async () => (await texts()).toSorted()).toEqual(expected.toSorted())
  for (const { message } of tabs) for (const text of expected) await expect(message(text)).toHaveCount(1)
}

plain(
  'TB-05 FC-02 the tab that sends is frozen: another one sends, and afterwards both do, each message once',
  async ({ server, plainBrowser }) => {
    const room = await createRoom(server, 'Ice')
    const first = await enter(createPerson(plainBrowser, server.address, 'Ada'), 'Ice')
    const second = await openTab(first)
    const thaw = await freeze(first.page)
    await second.say('while the first is frozen')
    await expect.poll(room.texts).toEqual(['while the first is frozen'])
    await room.send('from somebody else')
    await expect(second.message('from somebody else')).toBeVisible()
    await thaw()
    await first.say('thawed')
    await second.say('and the other')
    await expectOnce([first, second], room, [
      'while the first is frozen',
      'from somebody else',
      'thawed',
      'and the other',
    ])
  },
)

plain(
  'FC-22 a tab that was put to sleep while more than a page of messages came has them all when it is looked at',
  async ({ server, plainBrowser }) => {
    const { host, roomId, texts, send } = await createRoom(server, 'Night')
    const ada = await enter(createPerson(plainBrowser, server.address, 'Ada'), 'Night')
    await ada.page.evaluate(() => document.body.classList.add('never-reloaded'))
    const thaw = await freeze(ada.page)
    const sentAt = new Date().toISOString()
    for (let batch = 0; batch < 7; batch += 1) {
      const commands = Array.from({ length: 100 }, (_, index) => ({
        ...{ kind: 'send' as const, id: randomUUID(), as: host.userId, roomId, sentAt },
        content: `missed ${batch * 100 + index + 1}`,
      }))
      await host.call.commands.submit.mutate({ commands })
    }
    await thaw()
    await expect(ada.message('missed 700')).toHaveCount(1)
    await expect(ada.page.getByRole('status', { name: 'Connection' })).toBeEmpty()
    await send('good morning')
    await expect(ada.message('good morning')).toBeVisible()
    await ada.say('good morning to you')
    await expect.poll(async () => (await texts()).at(-1)).toBe('good morning to you')
    await expect.poll(() => countKept(ada.page)).toBe(702)
    await expect(ada.page.locator('body.never-reloaded')).toHaveCount(1)
  },
)

test('TB-01 FC-02 the tab that sends hangs: another one sends, and afterwards both do, each message once', async ({
  browser,
  server,
}) => {
  const room = await createRoom(server, 'Amber')
  const first = await enter(createPerson(browser, server.address, 'Ada'), 'Amber')
  const second = await openTab(first)
  const devtools = await first.context.newCDPSession(first.page)
  await devtools.send('Debugger.enable')
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve))
  // Between two of its transactions: one that hangs with it would let no other tab write.
  await devtools.send('Runtime.evaluate', {
    expression: `indexedDB.databases().then(([{ name }]) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => {
        const all = opening.result.transaction([...opening.result.objectStoreNames], 'readwrite')
        all.oncomplete = () => { debugger; opening.result.close() }
      }
    })`,
  })
  await paused
  await second.say('while the first hangs')
  await second.say('and once more')
  await expect.poll(room.texts).toEqual(['while the first hangs', 'and once more'])
  await devtools.send('Debugger.resume')
  await first.say('it goes on')
  await second.say('and the other')
  await expectOnce([first, second], room, [
    'while the first hangs',
    'and once more',
    'it goes on',
    'and the other',
  ])
})

test('OB-20 FC-02 the tab that sends crashes before its answer came: another one sends, each message once', async ({
  browser,
  server,
}) => {
  const room = await createRoom(server, 'Crash')
  const first = await enter(createPerson(browser, server.address, 'Ada'), 'Crash')
  const second = await openTab(first)
  let answered = () => {}
  const committed = new Promise<void>((resolve) => {
    answered = resolve
  })
  await first.page.route('**/api/trpc/commands.submit*', async (route) => {
    await route.fetch()
    answered()
  })
  await first.say('committed')
  await second.say('behind it')
  await committed
  const devtools = await first.context.newCDPSession(first.page)
  const crashed = first.page.waitForEvent('crash')
  void devtools.send('Page.crash').catch(() => {})
  await crashed
  await expect.poll(room.texts).toEqual(['committed', 'behind it'])
  await second.say('after it')
  await expectOnce([second], room, ['committed', 'behind it', 'after it'])
})

test('TB-03 the tab that sends is twenty times slower: what both write arrives in its order, each message once', async ({
  browser,
  server,
}) => {
  const room = await createRoom(server, 'Snail')
  const first = await enter(createPerson(browser, server.address, 'Ada'), 'Snail')
  const second = await openTab(first)
  const devtools = await first.context.newCDPSession(first.page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 20 })
  const said: string[] = []
  for (let n = 1; n <= 3; n += 1) {
    for (const [name, tab] of Object.entries({ first, second })) {
      await tab.say(`${name} ${n}`)
      said.push(`${name} ${n}`)
    }
  }
  await expectOnce([first, second], room, said)
  const order = await room.texts()
  for (const name of ['first', 'second'])
    expect(order.filter((text) => text.startsWith(name))).toEqual([1, 2, 3].map((n) => `${name} ${n}`))
})

test('FC-26 seven tabs of one person all show and send, and none keeps a request open', async ({
  browser,
  server,
}) => {
  const room = await createRoom(server, 'Seven')
  const ada = await enter(createPerson(browser, server.address, 'Ada'), 'Seven')
  const open = new Set<unknown>()
  ada.context.on('request', (request) => open.add(request))
  for (const end of ['requestfinished', 'requestfailed'] as const)
    ada.context.on(end as 'requestfinished', (request) => open.delete(request))
  const tabs: Tab[] = [ada]
  tabs.push(...(await Promise.all(Array.from({ length: 6 }, () => openTab(ada)))))
  const bob = await enter(createPerson(browser, server.address, 'Bob'), 'Seven')
  await expect.poll(() => open.size).toBe(0)
  for (const [index, tab] of tabs.entries()) await tab.say(`tab ${index + 1}`)
  await bob.say('bob')
  await expectOnce([...tabs, bob], room, [...tabs.map((_, index) => `tab ${index + 1}`), 'bob'])
})

plain(
  'TB-08 a tab that comes back with "back" shows what it missed, and sends',
  async ({ server, plainBrowser }) => {
    const room = await createRoom(server, 'Back')
    const ada = await enter(createPerson(plainBrowser, server.address, 'Ada'), 'Back')
    await ada.say('before')
    await expect.poll(room.texts).toEqual(['before'])
    await ada.page.evaluate(() => document.body.classList.add('never-reloaded'))
    // A service worker that takes over a page kept for "back" throws it away.
    await expect
      .poll(() => ada.page.evaluate(() => navigator.serviceWorker.controller?.state))
      .toBe('activated')
    await ada.page.goto(`${server.address}/api/health`)
    await room.send('missed')
    await goBack(ada.page)
    await expect(ada.message('missed')).toBeVisible()
    await ada.say('after')
    await expectOnce([ada], room, ['before', 'missed', 'after'])
    await expect(ada.page.locator('body.never-reloaded')).toHaveCount(1)
  },
)
