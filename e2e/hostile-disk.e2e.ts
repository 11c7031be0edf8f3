// A disk that is full, or read-only: said in one line, and whatever was acknowledged is there afterwards.
import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { TRPCClientError } from '@trpc/client'
import pg from 'pg'
import { createGuest, type Guest } from '../src/testing/guest'
import { type RawServer, runServer } from './fixtures/raw-server'
import { createSmallDisk, type SmallDisk } from './fixtures/small-disk'

const full = { code: 1, errors: [expect.stringMatching(/^The disk of \S+ is full\. What is stored is safe/)] }
const readOnly = { code: 1, errors: [expect.stringMatching(/^The data folder .* it is read-only\./)] }

const runOn = (disk: SmallDisk, port = '0') =>
  runServer({ PARLEY_DATA: join(disk.folder, 'data'), PORT: port, PARLEY_RATE_LIMITS: 'off' }, disk.prefix)

async function startOn(disk: SmallDisk, port?: string): Promise<RawServer & { at: string }> {
  const server = runOn(disk, port)
  const at = await server.address
  if (at === undefined) throw new Error((await server.ended).errors.join('\n'))
  return { ...server, at }
}

/** Sends messages that fill pages quickly until one is refused. */
async function sendUntilRefused(guest: Guest, roomId: string) {
  const stored: { id: string; roomId: string; content: string; sentAt: string }[] = []
  for (;;) {
    const content = randomBytes(2_900).toString('base64')
    const message = { id: randomUUID(), roomId, content, sentAt: new Date().toISOString() }
    try {
      await guest.call.messages.send.mutate(message)
      stored.push(message)
    } catch (error) {
      return { stored, refused: message, error }
    }
  }
}

/** Lets the database's journal grow, as a long busy time does, until its next piece finds no room. */
async function exhaustJournal(disk: SmallDisk): Promise<void> {
  const data = disk.outside(join(disk.folder, 'data'))
  const { superuserPassword } = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8'))
  const lockFile = await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(lockFile.split('\n')[3]),
    user: 'postgres',
    password: superuserPassword,
    database: 'postgres',
  })
  client.on('error', () => undefined)
  await client.connect()
  const grow = () => client.query(`select pg_logical_emit_message(true, 'test', repeat('x', 1000000))`)
  await expect(async () => {
    for (;;) await grow()
  }).rejects.toThrow()
}

test('SV-14 a full disk refuses messages for a while, loses none, and the next start with space goes on', async () => {
  const disk = await createSmallDisk('36m')
  if (!disk) return
  // The first start, with room for half a database.
  expect(await runOn(disk).ended).toEqual(full)
  expect(await readdir(disk.outside(join(disk.folder, 'data')))).toEqual(['secrets.json'])
  await disk.remount('size=120m')
  let server = await startOn(disk)

  // While running: refused for now, readable, and going on by itself.
  const guest = await createGuest(server.at)
  const roomId = randomUUID()
  await guest.call.rooms.create.mutate({ id: roomId, name: 'Full' })
  await disk.fill()
  const { stored, refused, error } = await sendUntilRefused(guest, roomId)
  expect(error).toBeInstanceOf(TRPCClientError)
  expect(error).toMatchObject({ data: { parley: { code: 'UNAVAILABLE', retryable: true } } })
  expect((await guest.call.rooms.rejoin.query({ roomId })).head).toBe(stored.length)
  const health = async () => (await fetch(`${server.at}/api/health`)).json()
  expect(await health()).toMatchObject({
    status: 'degraded',
    reasons: [expect.stringContaining('disk is full')],
  })
  await disk.free()
  expect(await guest.call.messages.send.mutate(refused)).toMatchObject({ position: stored.length + 1 })
  expect(await health()).toEqual({ status: 'ok' })

  // When even the journal finds no room PostgreSQL ends, and so does the server; a start in vain changes nothing.
  await disk.fill()
  await exhaustJournal(disk)
  expect(await server.ended).toEqual(full)
  await disk.fill()
  expect(await runOn(disk).ended).toEqual(full)
  await disk.free()
  server = await startOn(disk, new URL(server.at).port)
  for (const [index, message] of [...stored, refused].entries()) {
    const answer = await guest.call.messages.send.mutate(message)
    expect(answer).toMatchObject({ status: 'duplicate', position: index + 1 })
  }
  server.process.kill('SIGINT')
  expect((await server.ended).code).toBe(0)
  await disk.dispose()
})

test('SV-15 a read-only disk is named, with data on it or without, and keeps what it has', async () => {
  const disk = await createSmallDisk('120m')
  if (!disk) return
  await disk.remount('ro')
  expect(await runOn(disk).ended).toEqual(readOnly)
  await disk.remount('rw')
  const server = await startOn(disk)
  server.process.kill('SIGINT')
  await server.ended
  await disk.remount('ro')
  expect(await runOn(disk).ended).toEqual(readOnly)
  await disk.remount('rw')
  const again = await startOn(disk)
  again.process.kill('SIGINT')
  expect((await again.ended).code).toBe(0)
  await disk.dispose()
})
