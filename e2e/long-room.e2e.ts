// A room of which more is kept than is read at first, and more is read than is drawn, without a network.
import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { createRoom, type HostedRoom } from './fixtures/room'
import { test } from './fixtures/test'

const size = 1_501

interface Walk {
  /** The numbers of the messages that were in view, in the order in which they came into it. */
  seen: number[]
  /** The most rows that were drawn at once. */
  mostRows: number
  /** Where the first message in view was not one that was in view, or next to it, just before. */
  leaps: string[]
}

/** Scrolls by less than what is in view with every frame, until the message of that number is in view. */
function walk(page: Page, { by, until }: { by: number; until: number }): Promise<Walk> {
  return page.getByRole('log', { name: 'Messages' }).evaluate(
    async (log, { by, until, size }) => {
      const seen = new Set<number>()
      const leaps: string[] = []
      let [mostRows, before] = [0, [] as number[]]
      for (let frame = 0; frame < size * 2 && !seen.has(until); frame += 1) {
        if (frame > 0) log.scrollTop += by
        // One for the browser to tell of it, and one for what that has drawn.
        await new Promise(requestAnimationFrame)
        await new Promise(requestAnimationFrame)
        const view = log.getBoundingClientRect()
        const rows = [...log.querySelectorAll('[data-message-id]')]
        mostRows = Math.max(mostRows, rows.length)
        const now = rows
          .filter((row) => {
            const { top, bottom } = row.getBoundingClientRect()
            return bottom > view.top && top < view.bottom
          })
          .flatMap((row) => /message (\d+)\./.exec(row.textContent ?? '')?.[1] ?? [])
          .map(Number)
        const [first = 0, last = 0] = [now[0], now.at(-1)]
        const [firstBefore = first, lastBefore = last] = [before[0], before.at(-1)]
        if (first > lastBefore + 1 || last < firstBefore - 1)
          leaps.push(`${firstBefore}–${lastBefore} to ${first}–${last}`)
        for (const number of now) seen.add(number)
        before = now
      }
      return { seen: [...seen], mostRows, leaps }
    },
    { by, until, size },
  )
}

/** All messages but the first. Answers their ids, by number. */
async function fill({ host, roomId }: Pick<HostedRoom, 'host' | 'roomId'>): Promise<Map<number, string>> {
  const ids = new Map<number, string>()
  const sentAt = new Date().toISOString()
  for (let sent = 1; sent < size; sent += 100) {
    const commands = upTo(100).map((number) => ({
      ...{ kind: 'send' as const, id: randomUUID(), as: host.userId, roomId, sentAt },
      content: `message ${sent + number}. ${'And so on. '.repeat((sent + number) % 7)}`,
    }))
    for (const [index, { id }] of commands.entries()) ids.set(sent + index + 1, id)
    await host.call.commands.submit.mutate({ commands })
  }
  return ids
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

test('UI-30 LS-40 a long room is read to its beginning and back without a network, and every message of it is there', async ({
  browser,
  server,
}) => {
  const { host, roomId, send } = await createRoom(server, 'Long')
  await send('message 1. ')
  const ada = await createPerson(browser, server.address, 'Ada')
  await ada.joinRoom('Long')
  await expect(ada.message('message 1.')).toBeVisible()
  await ada.context.setOffline(true)
  await fill({ host, roomId })
  await ada.context.setOffline(false)
  // Not what the list of rooms shows of it.
  const newest = ada.page.getByRole('log', { name: 'Messages' }).getByText(`message ${size}.`)
  await expect(newest).toBeVisible()
  await ada.page.route('**/api/**', (route) => route.abort('connectionrefused'))
  await ada.page.reload()
  await expect(newest).toBeVisible()

  const up = await walk(ada.page, { by: -400, until: 1 })
  expect(up.leaps).toEqual([])
  expect([...up.seen].sort((a, b) => a - b)).toEqual(upTo(size))
  expect(up.mostRows).toBeLessThanOrEqual(500)

  const down = await walk(ada.page, { by: 400, until: 700 })
  expect(down.leaps).toEqual([])
  expect([...down.seen].sort((a, b) => a - b)).toEqual(upTo(down.seen.length))
  expect(down.mostRows).toBeLessThanOrEqual(500)
  await ada.page.getByRole('button', { name: /Jump to latest/ }).click()
  await expect(newest).toBeInViewport()
  await ada.context.close()
})

test('UI-55 SY-60 SY-61 a link to a message far back opens with what is around it, and one reads on from there to the end', async ({
  browser,
  server,
}) => {
  const { host, roomId, send } = await createRoom(server, 'Old')
  await send('message 1. ')
  const ids = await fill({ host, roomId })
  const ben = await createPerson(browser, server.address, 'Ben')
  await ben.joinRoom('Old')
  const { page } = ben
  const list = page.getByRole('log', { name: 'Messages' })
  await expect(list.getByText(`message ${size}.`)).toBeInViewport()

  let pages = 0
  page.on('request', (request) => {
    if (request.url().includes('messages.history')) pages += 1
  })
  const { changes } = await host.call.messages.history.query({ roomId, around: ids.get(300), limit: 1 })
  await page.goto(`${server.address}/rooms/${roomId}/${changes[0]?.seq}`)
  const focused = page.locator('[data-message-id]:focus')
  await expect(focused).toContainText('message 300.')
  await expect(focused).toBeInViewport()
  expect(pages, 'pages of history').toBeLessThanOrEqual(2)
  await expect(page.getByRole('button', { name: /^Jump to latest/ })).toBeVisible()

  const messageId = ids.get(302) ?? ''
  await host.call.messages.edit.mutate({
    id: randomUUID(),
    roomId,
    messageId,
    content: 'message 302. edited',
  })
  await expect(list.getByText('message 302. edited')).toBeInViewport()

  const down = await walk(page, { by: 300, until: size })
  expect(down.leaps).toEqual([])
  const first = Math.min(...down.seen)
  expect(down.seen.toSorted((a, b) => a - b)).toEqual(upTo(size).filter((number) => number >= first))
  expect(first).toBeGreaterThan(200)
  await ben.context.close()
})

test('UI-53 SY-60 SY-62 a quote and a thread lead far back by the message alone, and without a network one is told that it is looked for', async ({
  browser,
  server,
}) => {
  const { host, roomId, send } = await createRoom(server, 'Quoted')
  await send('message 1. ')
  const ids = await fill({ host, roomId })
  const sentAt = new Date().toISOString()
  const [replyTo, thread] = [ids.get(200) ?? '', ids.get(700) ?? '']
  const say = (content: string, place: object) =>
    host.call.messages.send.mutate({ id: randomUUID(), roomId, content, sentAt, ...place })
  await say('An answer in the thread', { thread })
  await say('A late answer', { replyTo })
  const cleo = await createPerson(browser, server.address, 'Cleo')
  await cleo.joinRoom('Quoted')
  const { page } = cleo
  const answer = page.locator('[data-message-id]', { hasText: 'A late answer' })
  const quote = answer.getByRole('button', { name: /^In answer to/ })
  await expect(answer).toBeInViewport()

  await page.route('**/api/**', (route) => route.abort('connectionrefused'))
  await quote.click()
  await expect(page.getByText('Looking for that message…')).toBeVisible()
  await page.unroute('**/api/**')
  const focused = page.locator('[data-message-id]:focus')
  await expect(focused).toContainText('message 200.')
  await expect(focused).toBeInViewport()

  await page.goto(`${server.address}/rooms/${roomId}/thread/${thread}`)
  const panel = page.getByRole('log', { name: 'Thread' })
  await expect(panel.getByText('message 700.')).toBeVisible()
  await expect(panel.getByText('An answer in the thread')).toBeVisible()
  await expect(panel.getByText('There are more messages in between.')).toHaveCount(0)
  await cleo.context.close()
})
