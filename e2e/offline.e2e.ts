// What is typed without a network is never lost and never doubled, whatever becomes of the tab, the server and the clock.
import { randomUUID } from 'node:crypto'
import { type Browser, expect, type Page } from '@playwright/test'
import { createTcpProxy, type TcpProxy } from '../src/testing/tcp-proxy'
import { createPerson, type Person } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { type RunningServer, test } from './fixtures/test'

interface Away extends Person {
  /** Cuts every connection, and lets none be made. */
  leave(): Promise<void>
  back(): Promise<void>
  network: TcpProxy
}

/** Somebody in the room, over a network of their own. */
async function enter(browser: Browser, server: RunningServer, name: string, room: string): Promise<Away> {
  const network = await createTcpProxy(server.port)
  const person = await createPerson(browser, network.address, name)
  await person.joinRoom(room)
  await expect(person.page.getByRole('status', { name: 'Connection' })).toBeEmpty()
  return {
    ...person,
    network,
    async leave() {
      await person.context.setOffline(true)
      network.cut()
    },
    async back() {
      network.heal()
      await person.context.setOffline(false)
    },
  }
}

/** The drafts in the browser's database. */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const [database] = await indexedDB.databases()
    const open = indexedDB.open(database?.name ?? '')
    await new Promise((resolve) => open.addEventListener('success', resolve))
    const rows = open.result.transaction('drafts').objectStore('drafts').getAll()
    await new Promise((resolve) => rows.addEventListener('success', resolve))
    open.result.close()
    return rows.result.map((row: { text: string }) => row.text)
  })
}

test('SY-36 two people write ten messages each without a network: afterwards both see all of them, in the same order', async ({
  browser,
  server,
}) => {
  const { texts } = await createRoom(server, 'Train')
  const [ada, bob] = [
    await enter(browser, server, 'Ada', 'Train'),
    await enter(browser, server, 'Bob', 'Train'),
  ]
  await Promise.all([ada.leave(), bob.leave()])
  for (let n = 1; n <= 10; n += 1) {
    await ada.say(`ada ${n}`)
    await bob.say(`bob ${n}`)
  }
  await expect(ada.message('ada 10')).toBeVisible()
  await expect(bob.message('ada 1')).toHaveCount(0)
  await ada.back()
  await bob.back()
  await expect.poll(async () => (await texts()).length).toBe(20)
  const order = await texts()
  for (const name of ['ada', 'bob']) {
    expect(order.filter((text) => text.startsWith(name))).toEqual(
      Array.from({ length: 10 }, (_, index) => `${name} ${index + 1}`),
    )
  }
  for (const { page } of [ada, bob]) {
    await expect
      .poll(() =>
        page
          .getByRole('log', { name: 'Messages' })
          .getByText(/^(ada|bob) \d+$/)
          .allTextContents(),
      )
      .toEqual(order)
  }
  await Promise.all([ada.network.close(), bob.network.close()])
})

test('OB-21 FC-03 a tab that is killed right after Enter: the message is sent by the next one', async ({
  browser,
  server,
}) => {
  const { texts } = await createRoom(server, 'Lift')
  const ada = await enter(browser, server, 'Ada', 'Lift')
  await ada.leave()
  await ada.say('typed in the lift')
  await ada.page.close()
  expect(await texts()).toEqual([])
  await ada.back()
  const page = await ada.context.newPage()
  await page.goto(ada.network.address)
  await expect.poll(texts).toEqual(['typed in the lift'])
  await ada.network.close()
})

test('LS-20 what was half written is in the field again after a reload', async ({ browser, server }) => {
  await createRoom(server, 'Desk')
  const ada = await enter(browser, server, 'Ada', 'Desk')
  const field = ada.page.getByRole('textbox', { name: 'Message' })
  await field.fill('half a thought')
  await expect.poll(() => kept(ada.page)).toContain('half a thought')
  await ada.page.reload()
  await expect(field).toHaveValue('half a thought')
  await field.press('Enter')
  await expect(ada.message('half a thought')).toBeVisible()
  await ada.page.reload()
  await expect(ada.message('half a thought')).toHaveCount(1)
  await expect(field).toHaveValue('')
  await ada.network.close()
})

test('OB-20 FC-02 two tabs and one outbox: both show what waits, and it is sent once', async ({
  browser,
  server,
}) => {
  const { texts } = await createRoom(server, 'Two tabs')
  const ada = await enter(browser, server, 'Ada', 'Two tabs')
  const second = await ada.context.newPage()
  await second.goto(ada.page.url())
  const log = second.getByRole('log', { name: 'Messages' })
  await expect(log).toBeVisible()
  await ada.leave()
  await ada.say('in the first')
  await expect(log.getByText('in the first', { exact: true })).toBeVisible()
  const field = second.getByRole('textbox', { name: 'Message' })
  await field.fill('in the second')
  await field.press('Enter')
  await expect(ada.message('in the second')).toBeVisible()
  await ada.back()
  await expect.poll(texts).toEqual(['in the first', 'in the second'])
  for (const text of await texts()) {
    await expect(ada.message(text)).toHaveCount(1)
    await expect(log.getByText(text, { exact: true })).toHaveCount(1)
  }
  await ada.network.close()
})

test('OB-22 FC-01 FC-04 the server commits and its answer is lost: one message, never shown as failed', async ({
  browser,
  server,
}) => {
  const { texts } = await createRoom(server, 'Lossy')
  const ada = await enter(browser, server, 'Ada', 'Lossy')
  let lost = 0
  await ada.page.route('**/api/trpc/commands.submit*', async (route) => {
    if (lost > 1) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await ada.say('once and only once')
  await expect.poll(() => lost).toBe(2)
  await expect.poll(texts).toEqual(['once and only once'])
  await expect(ada.message('once and only once')).toHaveCount(1)
  await expect(ada.page.getByRole('button', { name: /retry|try again/i })).toHaveCount(0)
  await ada.network.close()
})

test('SY-24 FC-20 a clock a day behind changes no order', async ({ browser, server }) => {
  const { send, texts } = await createRoom(server, 'Clocks')
  await send('first')
  const ada = await enter(browser, server, 'Ada', 'Clocks')
  await ada.page.addInitScript(() => {
    const now = Date.now
    Date.now = () => now() - 86_400_000
  })
  await ada.page.reload()
  await expect(ada.message('first')).toBeVisible()
  await ada.say('second')
  await expect.poll(texts).toEqual(['first', 'second'])
  await send('third')
  await expect
    .poll(() =>
      ada.page
        .getByRole('log', { name: 'Messages' })
        .getByText(/^(first|second|third)$/)
        .allTextContents(),
    )
    .toEqual(['first', 'second', 'third'])
  await ada.network.close()
})

test('SY-37 FC-12 ten thousand missed messages come with their progress, and all of them', async ({
  browser,
  startServer,
}) => {
  // The host writes faster than anybody may.
  const server = await startServer(0, { PARLEY_RATE_LIMITS: 'off' })
  const { host, roomId, send } = await createRoom(server, 'Busy')
  await send('before')
  const ada = await enter(browser, server, 'Ada', 'Busy')
  await expect(ada.message('before')).toBeVisible()
  await ada.leave()
  const sentAt = new Date().toISOString()
  for (let batch = 0; batch < 99; batch += 1) {
    const commands = Array.from({ length: 100 }, (_, index) => ({
      ...{ kind: 'send' as const, id: randomUUID(), as: host.userId, roomId, sentAt },
      content: `missed ${batch * 100 + index + 1}`,
    }))
    await host.call.commands.submit.mutate({ commands })
  }
  const banner = ada.page.getByRole('status', { name: 'Connection' })
  const seen = banner.getByText(/^Catching up: [\d,.]+ of [\d,.]+$/).waitFor({ state: 'visible' })
  await ada.back()
  await seen
  await expect(banner).toBeEmpty()
  await expect(ada.message('missed 9900')).toHaveCount(1)
  await ada.network.close()
})

test('ID-35 the names of those who wrote are shown after a reload, though nothing but the page itself answers', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Names')
  await send('from the host')
  const ada = await enter(browser, server, 'Ada', 'Names')
  const bob = await createPerson(browser, server.address, 'Bob Okonkwo')
  await bob.joinRoom('Names')
  await bob.say('from Bob')
  const log = ada.page.getByRole('log', { name: 'Messages' })
  await expect(log.getByText('Bob Okonkwo', { exact: true })).toBeVisible()
  let asked = 0
  await ada.page.route('**/api/**', (route) => {
    asked += 1
    return route.abort('connectionrefused')
  })
  await ada.page.routeWebSocket(/realtime/, (socket) => socket.close())
  await ada.page.reload()
  await expect(ada.message('from Bob')).toBeVisible()
  await expect(ada.page.getByRole('status', { name: 'Connection' })).toHaveText(/Connecting|Reconnecting/)
  await expect(log.getByText('Bob Okonkwo', { exact: true })).toBeVisible()
  await expect(log.getByText('Someone', { exact: true })).toHaveCount(0)
  expect(asked).toBeGreaterThan(0)
  await ada.network.close()
})
