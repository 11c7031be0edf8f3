// Networks that lie: sockets that die without a word, a hotel's page, bursts of 502, cuts, lines of 16 kbit/s.
import { randomUUID } from 'node:crypto'
import { type Browser, expect, type Page } from '@playwright/test'
import { createTcpProxy } from '../src/testing/tcp-proxy'
import { createPerson } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { show } from './fixtures/tab'
import { type RunningServer, test } from './fixtures/test'

const page = (status: string) => {
  const html = '<!doctype html><title>Welcome to our hotel</title>'
  return `HTTP/1.1 ${status}\r\ncontent-type: text/html\r\ncontent-length: ${html.length}\r\nconnection: close\r\n\r\n${html}`
}

/** Somebody in the room, over a network of their own, with the page's time in the test's hand. */
async function enter(browser: Browser, server: RunningServer, room: string) {
  const network = await createTcpProxy(server.port)
  const ada = await createPerson(browser, network.address, 'Ada')
  await ada.joinRoom(room)
  await ada.page.clock.install()
  await ada.page.reload()
  const banner = ada.page.getByRole('status', { name: 'Connection' })
  await expect(banner).toBeEmpty()
  await ada.page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''))
  const user = () => ada.page.evaluate(() => localStorage.getItem('parley-user'))
  const before = await user()
  return {
    ...ada,
    ...{ network, banner },
    said: async () => (await banner.textContent()) ?? '',
    /** Lets time go by, a little at a time, until it is so. */
    async until<Value>(read: () => Promise<Value>, expected: Value) {
      await expect
        .poll(
          async () => {
            await ada.page.clock.fastForward(3_000)
            return read()
          },
          { timeout: 30_000, intervals: [50] },
        )
        .toEqual(expected)
    },
    async leave() {
      await expect(ada.page.locator('body[data-not-reloaded]')).toHaveCount(1)
      await expect(ada.page.getByRole('button', { name: /retry|try again/i })).toHaveCount(0)
      expect(await user()).toBe(before)
      await ada.context.close()
      await network.close()
    },
  }
}

/** The messages in the browser's database. */
function messagesKept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const database = (await indexedDB.databases()).find(({ name }) => name?.startsWith('parley-'))
    const open = indexedDB.open(database?.name ?? '')
    await new Promise((resolve) => open.addEventListener('success', resolve))
    const rows = open.result.transaction('messages').objectStore('messages').getAll()
    await new Promise((resolve) => rows.addEventListener('success', resolve))
    open.result.close()
    const written = rows.result.filter(({ event }: { event?: unknown }) => !event)
    const inOrder = written.sort((a: { seq: number }, b: { seq: number }) => a.seq - b.seq)
    return inOrder.map((row: { content: string }) => row.content)
  })
}

test('NW-05 FC-22 connections that die without a word are noticed, and all that was written in both directions arrives', async ({
  browser,
  server,
}) => {
  const { send, texts } = await createRoom(server, 'Cellar')
  const ada = await enter(browser, server, 'Cellar')
  await send('live')
  await expect(ada.message('live')).toBeVisible()

  ada.network.swallow()
  await send('missed')
  await ada.say('into the hole')
  await ada.until(async () => /reconnecting/i.test(await ada.said()), true)
  await expect(ada.message('missed')).toHaveCount(0)
  ada.network.heal()
  await ada.until(async () => [await ada.message('missed').count(), await ada.said()], [1, ''])
  await expect.poll(texts).toEqual(['live', 'missed', 'into the hole'])

  await show(ada.page, 'hidden')
  ada.network.swallow()
  await send('while asleep')
  await ada.page.clock.fastForward('01:00:00')
  ada.network.heal()
  await show(ada.page, 'visible')
  await ada.until(async () => [await ada.message('while asleep').count(), await ada.said()], [1, ''])
  await send('awake')
  await expect(ada.message('awake')).toBeVisible()
  await ada.leave()
})

test("NW-03 NW-07 a hotel's page, a burst of 502 and a machine that is wrong about being offline lose nothing and sign nobody out", async ({
  browser,
  server,
}) => {
  const { send, texts } = await createRoom(server, 'Hotel')
  const ada = await enter(browser, server, 'Hotel')
  const sent: string[] = []
  for (const status of ['200 OK', '502 Bad Gateway', '429 Too Many Requests']) {
    ada.network.answer(page(status))
    await send(`missed, ${status}`)
    await ada.say(`written, ${status}`)
    // Longer than a token lasts.
    await ada.page.clock.fastForward('10:00')
    // The one before may wait too: it came, and its acknowledgement was cut off.
    await ada.until(async () => /Reconnecting… [12] messages? waiting/.test(await ada.said()), true)
    sent.push(`missed, ${status}`, `written, ${status}`)
    ada.network.heal()
    await ada.until(async () => [await ada.message(`missed, ${status}`).count(), await ada.said()], [1, ''])
    await expect.poll(texts).toEqual(sent)
  }
  await ada.page.evaluate(() => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false })
    window.dispatchEvent(new Event('offline'))
  })
  await ada.say('it says offline')
  await expect.poll(texts).toEqual([...sent, 'it says offline'])
  await expect(ada.banner).toBeEmpty()
  await ada.leave()
})

test('NW-06 FC-25 a proxy that cuts every connection again and again costs neither a message nor a word in the banner', async ({
  browser,
  server,
}) => {
  const { send, texts } = await createRoom(server, 'Proxy')
  const ada = await enter(browser, server, 'Proxy')
  await ada.page.evaluate(() => {
    const banner = document.querySelector('[role=status][aria-label=Connection]')
    new MutationObserver(() => {
      if (banner?.textContent) document.body.setAttribute('data-said', banner.textContent)
    }).observe(banner ?? document, { childList: true, subtree: true, characterData: true })
  })
  for (let n = 1; n <= 3; n += 1) {
    await send(`live ${n}`)
    await expect(ada.message(`live ${n}`)).toBeVisible()
    const before = ada.network.connections()
    ada.network.drop()
    await send(`cut ${n}`)
    await expect(ada.message(`cut ${n}`)).toBeVisible()
    expect(ada.network.connections()).toBeGreaterThan(before)
  }
  ada.network.hold()
  await send('held 1')
  await ada.say('held 2')
  ada.network.heal()
  await expect(ada.message('held 1')).toBeVisible()
  await expect.poll(texts).toContain('held 2')
  await expect
    .poll(() =>
      ada.page
        .getByRole('log', { name: 'Messages' })
        .getByText(/^(live|cut|held) \d$/)
        .allTextContents(),
    )
    .toEqual(await texts())
  await expect(ada.page.locator('body[data-said]')).toHaveCount(0)
  await ada.leave()
})

test('NW-01 NW-02 over 16 kbit/s up and 50 down a backlog of long messages gets through in both directions', async ({
  browser,
  server,
}) => {
  const { send, texts } = await createRoom(server, 'Valley')
  const ada = await enter(browser, server, 'Valley')
  const long = (what: string) => `${what} ${Array.from({ length: 107 }, () => randomUUID()).join('')}`
  await ada.context.setOffline(true)
  ada.network.cut()
  const missed = Array.from({ length: 36 }, (_, n) => long(`missed ${n + 1}`))
  for (const text of missed) await send(text)
  const written = Array.from({ length: 5 }, (_, n) => long(`written ${n + 1}`))
  for (const text of written) await ada.say(text)
  ada.network.slow({ up: 2_000, down: 6_250 })
  ada.network.heal()
  await ada.context.setOffline(false)
  await expect.poll(() => messagesKept(ada.page), { timeout: 90_000 }).toEqual([...missed, ...written])
  expect(await texts()).toEqual([...missed, ...written])
  await expect(ada.message(written.at(-1) ?? '')).toBeVisible()
  await expect(ada.banner).toBeEmpty()
  await ada.leave()
})
