/**
 * What reading and writing feel like in a real Chromium, on the built application, beside their limits of the same run:
 * scrolling through a room of 100,000 messages beside plain rows, and typing in it, also while 50 messages a second arrive,
 * beside an empty text area, also while the server on the same machine has that much to do. Read the ratios of one run;
 * rounds are interleaved because machines are shared. It runs what `npm start` has built, in the Chromium that
 * PARLEY_CHROMIUM names, or in Playwright's. ROUNDS and CACHED make it shorter.
 */
import type { Page } from '@playwright/test'
import { createGuest } from '@/testing/guest'
import { framesWhile, typing } from './frames'
import { plainField, plainList } from './plain-page'
import { createReader, type Reader } from './reader'
import { keep } from './reader-storage'
import { createSamples } from './samples'
import { type SeededRoom, sendOf, startSeededServer, textOf } from './seeded-server'

const rounds = Number(process.env.ROUNDS ?? 3)
const cached = Number(process.env.CACHED ?? 100_000)
/** Pixels a second: a message with every frame. */
const speed = 4_000
const distance = 24_000
const arrivalsPerSecond = 50
const typed = 'What people type while others do, a letter after the other.'
/** From key to key (ms). */
const betweenKeys = 97

const samples = createSamples()

async function main(): Promise<void> {
  const server = await startSeededServer()
  const reader = await createReader(server.address)
  try {
    const room = await server.createRoom(cached)
    await reader.call.rooms.join.mutate({ roomId: room.roomId })
    const blank = await reader.blank()
    await keep(blank, reader.userId, room)
    await blank.close()
    for (let round = 0; round <= rounds; round += 1) {
      if (round === 1) samples.clear()
      await scrollingPlain(reader)
      await scrolling(reader, server.address, room)
      await typingPlain(reader, server.address, room)
      await typingUnderFire(reader, server.address, room)
    }
  } finally {
    await reader.close()
    await server.stop()
  }
  report()
}

/** With the wheel, in the middle of the list. */
async function scroll(page: Page, what: string, by: number): Promise<void> {
  const { x, y, width, height } = (await page.getByRole('log').boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  }
  const session = await page.context().newCDPSession(page)
  const { frames, longTasks } = await framesWhile(page, () =>
    session.send('Input.synthesizeScrollGesture', {
      ...{ x: x + width / 2, y: y + height / 2, yDistance: by, speed },
      ...{ gestureSourceType: 'mouse', preventFling: true },
    }),
  )
  samples.note(what, frames)
  samples.note(`${what}, long`, longTasks)
  await session.detach()
}

async function scrollingPlain(reader: Reader): Promise<void> {
  const page = await plainList(reader)
  await scroll(page, 'plain rows', distance)
  await page.close()
}

/** Opens the room at its end, or at one of its messages, and waits until that is painted. */
async function open(reader: Reader, address: string, { roomId }: SeededRoom, at?: number): Promise<Page> {
  const page = await reader.context.newPage()
  await page.goto(`${address}/rooms/${roomId}${at === undefined ? '' : `/${at}`}`, { waitUntil: 'commit' })
  const log = page.getByRole('log', { name: 'Messages' })
  if (at === undefined) await log.locator('[data-message-id]').last().waitFor()
  else await log.getByText(textOf(at), { exact: true }).waitFor({ timeout: 600_000 })
  await page
    .getByRole('status', { name: 'Connection' })
    .and(page.locator(':empty'))
    .waitFor({ state: 'attached' })
  return page
}

async function scrolling(reader: Reader, address: string, room: SeededRoom): Promise<void> {
  const page = await open(reader, address, room)
  await scroll(page, 'up, from disk', distance)
  await scroll(page, 'down', -distance)
  await page.close()
  const inMemory = await open(reader, address, room, Math.round(cached / 100))
  await scroll(inMemory, 'down, all in memory', -distance)
  await scroll(inMemory, 'up, all in memory', distance)
  await inMemory.close()
}

async function type(page: Page, what: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.focus()
  samples.note(what, await typing(page, typed, betweenKeys))
  await field.fill('')
}

/** Also while the same messages arrive, which here nobody receives: the server and its database need the processor too. */
async function typingPlain(reader: Reader, address: string, room: SeededRoom): Promise<void> {
  const page = await plainField(reader)
  await type(page, 'empty field')
  await withArrivals(address, room.roomId, () => type(page, 'empty field, busy server'))
  await page.close()
}

/** Somebody writes all the while. */
async function withArrivals(address: string, roomId: string, work: () => Promise<void>): Promise<void> {
  const { userId, call } = await createGuest(address)
  await call.rooms.join.mutate({ roomId })
  let sent = 0
  const timer = setInterval(() => {
    sent += 1
    const commands = [sendOf(userId, roomId, textOf(cached + sent))]
    call.commands.submit.mutate({ commands }).catch((error) => console.error(error))
  }, 1_000 / arrivalsPerSecond)
  await work()
  clearInterval(timer)
}

async function typingUnderFire(reader: Reader, address: string, room: SeededRoom): Promise<void> {
  const page = await open(reader, address, room)
  await type(page, 'nothing arrives')
  await withArrivals(address, room.roomId, async () => {
    await type(page, 'at the end')
    await page.getByRole('log').hover()
    await page.mouse.wheel(0, -3_000)
    await type(page, 'scrolled up')
  })
  await page.close()
  const inMemory = await open(reader, address, room, Math.round(cached / 100))
  await withArrivals(address, room.roomId, () => type(inMemory, 'scrolled up, all in memory'))
  await inMemory.close()
}

function report(): void {
  const compare = (title: string, limit: string, whats: readonly string[]) => {
    console.log(title)
    for (const what of [limit, ...whats]) {
      const parts = (
        [
          ['median', 0.5],
          ['p95', 0.95],
        ] as const
      ).map(([name, part]) => {
        const value = samples.at(what, part)
        return `${name} ${value.toFixed(1)} (${(value / samples.at(limit, part)).toFixed(2)})`
      })
      const all = samples.all(what)
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length
      const long = samples.all(`${what}, long`)
      const tasks = title.startsWith('Scrolling')
        ? `, ${long.length} long tasks, the longest ${Math.round(Math.max(0, ...long))}`
        : ''
      console.log(
        `  ${what}: ${parts.join(', ')}, mean ${mean.toFixed(1)}, longest ${Math.max(...all).toFixed(0)}${tasks}`,
      )
    }
  }
  console.log(`${rounds} rounds, ${cached} messages; ms, and in brackets the ratio to the limit`)
  compare('Scrolling, from frame to frame', 'plain rows', [
    ...['up, from disk', 'down', 'down, all in memory', 'up, all in memory'],
  ])
  compare('Typing, from key to paint', 'empty field', ['nothing arrives'])
  compare(`The same while ${arrivalsPerSecond} messages a second arrive`, 'empty field, busy server', [
    ...['at the end', 'scrolled up', 'scrolled up, all in memory'],
  ])
}

await main()
