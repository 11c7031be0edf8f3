/**
 * What the offline client takes in a real Chromium, on the built application, beside its limits of the same run: opening
 * a room with 100,000 messages on disk, merging 10,000 that were missed, and sending 1,000 that wait.
 * Read the ratios of one run; rounds are interleaved because machines are shared. It runs what `npm start` has built, in the
 * Chromium that PARLEY_CHROMIUM names, or in Playwright's. ROUNDS and CACHED make it shorter.
 */
import type { Page } from '@playwright/test'
import { limits } from '@/contract/limits'
import { createReader, type Reader } from './reader'
import { type BareStep, isQueueEmpty, keep, readBare, writeBare } from './reader-storage'
import { type SeededRoom, sendOf, startSeededServer, textOf } from './seeded-server'

const rounds = Number(process.env.ROUNDS ?? 5)
const cached = Number(process.env.CACHED ?? 100_000)
const missed = 10_000
const queued = 1_000
/** On disk before the rest is missed, or anything is sent. */
const before = 1_000

const results = new Map<string, number[]>()

function note(what: string, ms: number) {
  results.set(what, [...(results.get(what) ?? []), ms])
}

/** Milliseconds since the navigation until this text was painted in the room. */
function painted(page: Page, text: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const inRoom = () => document.querySelector('[role=log]')?.textContent?.includes(wanted)
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    while (!inRoom()) await frame()
    // The frame after it has been painted.
    await frame()
    return performance.now()
  }, text)
}

/** When the first request of this kind left (ms since the navigation). */
function firstRequest(page: Page, procedure: string): Promise<number> {
  return page.evaluate(
    (name) =>
      performance.getEntriesByType('resource').find((entry) => entry.name.includes(name))?.startTime ?? 0,
    procedure,
  )
}

async function main(): Promise<void> {
  const server = await startSeededServer()
  const reader = await createReader(server.address)
  try {
    const full = await join(reader, await server.createRoom(cached))
    const late = await join(reader, await server.createRoom(before + missed))
    const empty = await join(reader, await server.createRoom(0))
    for (let round = 0; round <= rounds; round += 1) {
      if (round === 1) results.clear()
      await opening(reader, server.address, full, empty)
      await merging(reader, server.address, late)
      await sending(reader, server.address, await join(reader, await server.createRoom(before)))
    }
  } finally {
    await reader.close()
    await server.stop()
  }
  report()
}

async function join(reader: Reader, room: SeededRoom): Promise<SeededRoom> {
  await reader.call.rooms.join.mutate({ roomId: room.roomId })
  return room
}

async function withBlank<Result>(reader: Reader, work: (blank: Page) => Promise<Result>): Promise<Result> {
  const blank = await reader.blank()
  const result = await work(blank)
  await blank.close()
  return result
}

async function opening(reader: Reader, address: string, full: SeededRoom, empty: SeededRoom): Promise<void> {
  await withBlank(reader, (blank) => keep(blank, reader.userId, full))
  note('bare read', await withBlank(reader, (blank) => readBare(blank, reader.userId)))
  const { context } = reader
  const first = await context.newPage()
  await first.goto(`${address}/rooms/${empty.roomId}`)
  await painted(first, 'No messages yet')
  note(
    'empty page',
    await first.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
  )
  await first.close()
  const page = await context.newPage()
  await page.goto(`${address}/rooms/${full.roomId}`, { waitUntil: 'commit' })
  note('opening', await painted(page, textOf(cached)))
  await page.close()
}

async function merging(reader: Reader, address: string, late: SeededRoom): Promise<void> {
  const { roomId } = late
  await withBlank(reader, (blank) =>
    keep(blank, reader.userId, { ...late, messages: late.messages.slice(0, before) }),
  )
  const page = await reader.context.newPage()
  await page.goto(`${address}/rooms/${roomId}`, { waitUntil: 'commit' })
  const end = await painted(page, textOf(before + missed))
  note('merging', end - (await firstRequest(page, 'rooms.rejoin')))
  await page.close()

  const rows = late.messages.slice(before)
  note('bare bulkPut', await withBlank(reader, (blank) => writeBare(blank, [{ put: rows }])))
  const token = await reader.token()
  const fetching = await withBlank(reader, (blank) =>
    blank.evaluate(
      async ({ roomId, from, limit, token }) => {
        const start = performance.now()
        for (let after = from, hasMore = true; hasMore; ) {
          const input = encodeURIComponent(JSON.stringify({ 0: { roomId, after, limit } }))
          const answer = await fetch(`/api/trpc/rooms.rejoin?batch=1&input=${input}`, {
            headers: { authorization: `Bearer ${token}` },
          })
          const [{ result }] = await answer.json()
          after = result.data.cursor
          hasMore = result.data.hasMore
        }
        return performance.now() - start
      },
      { roomId, from: before, limit: limits.rejoinPage, token },
    ),
  )
  note('bare fetches', fetching)
}

async function sending(reader: Reader, address: string, room: SeededRoom): Promise<void> {
  const { roomId } = room
  const commandsOf = () =>
    Array.from({ length: queued }, (_, n) => sendOf(reader.userId, roomId, textOf(before + n + 1)))
  const queue = commandsOf()
  await withBlank(reader, (blank) => keep(blank, reader.userId, { ...room, queue }))
  const page = await reader.context.newPage()
  await page.goto(`${address}/rooms/${roomId}`, { waitUntil: 'commit' })
  while (!(await isQueueEmpty(page, reader.userId))) await page.waitForTimeout(20)
  note(
    'sending',
    (await page.evaluate(() => performance.now())) - (await firstRequest(page, 'commands.submit')),
  )
  await page.close()

  // Before the request, after the answer, the messages, and away: nothing less survives a crash at any moment.
  const steps: BareStep[] = []
  const all = commandsOf()
  for (let start = 0; start < queued; start += limits.commandsPerBatch) {
    const commands = all.slice(start, start + limits.commandsPerBatch)
    const entries = commands.map((command) => ({ id: command.id, command }))
    const rows = commands.map(({ kind: _, ...message }, n) => ({ ...message, id: `m${message.id}`, seq: n }))
    steps.push({ put: entries }, { put: entries }, { put: rows }, { gone: commands.map(({ id }) => id) })
  }
  note('bare writes', await withBlank(reader, (blank) => writeBare(blank, steps)))
  const token = await reader.token()
  const requests = await withBlank(reader, (blank) =>
    blank.evaluate(
      async ({ all, size, token }) => {
        const start = performance.now()
        for (let first = 0; first < all.length; first += size) {
          const answer = await fetch('/api/trpc/commands.submit?batch=1', {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ 0: { commands: all.slice(first, first + size) } }),
          })
          await answer.json()
        }
        return performance.now() - start
      },
      { all, size: limits.commandsPerBatch, token },
    ),
  )
  note('bare requests', requests)
}

function median(what: string): number {
  const sorted = (results.get(what) ?? []).toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function report(): void {
  const lines: [string, string, string[]][] = [
    [`Opening ${cached} messages`, 'opening', ['empty page', 'bare read']],
    [`Merging ${missed} missed`, 'merging', ['bare bulkPut', 'bare fetches']],
    [`Sending ${queued} queued`, 'sending', ['bare writes', 'bare requests']],
  ]
  console.log(`Medians of ${rounds} rounds, in ms, and the ratio to the limits together`)
  for (const [name, ours, limitsOf] of lines) {
    const limit = limitsOf.reduce((sum, what) => sum + median(what), 0)
    const parts = limitsOf.map((what) => `${what} ${Math.round(median(what))}`).join(' + ')
    console.log(`${name}: ${Math.round(median(ours))} beside ${parts}: ${(median(ours) / limit).toFixed(2)}`)
  }
}

await main()
