/** The built server with its own data, and rooms full of messages in it, for benches in a browser. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAccepted } from '@/contract/commands'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import { createGuest, type Guest } from '@/testing/guest'

/** Requests under way at once while a room is filled. */
const lanes = 4

export interface SeededRoom {
  roomId: string
  log: string
  /** In the order of `seq`, which is 1, 2, 3 and so on. */
  messages: Change[]
}

export interface SeededServer {
  address: string
  /** A public room that somebody else has written so many messages into. */
  createRoom(messages: number): Promise<SeededRoom>
  stop(): Promise<void>
}

export async function startSeededServer(): Promise<SeededServer> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  const child = spawn(process.execPath, ['.build/server.mjs'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      PARLEY_DATA: folder,
      PARLEY_RATE_LIMITS: 'off',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /Parley is ready: (\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
    void ended.then(() => reject(new Error(`The server ended:\n${said}`)))
  })
  return {
    address,
    async createRoom(messages) {
      const author = await createGuest(address)
      const roomId = randomUUID()
      await author.call.rooms.create.mutate({ id: roomId, name: `Room of ${messages}` })
      return { roomId, ...(await fill(author, roomId, messages)) }
    },
    async stop() {
      child.kill('SIGINT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function fill(author: Guest, roomId: string, count: number) {
  const messages: Change[] = []
  let log = ''
  let next = 1
  async function lane() {
    while (next <= count) {
      const first = next
      next += limits.commandsPerBatch
      const numbers = Array.from({ length: Math.min(next, count + 1) - first }, (_, n) => first + n)
      const commands = numbers.map((n) => sendOf(author.userId, roomId, textOf(n)))
      const { results } = await author.call.commands.submit.mutate({ commands })
      for (const result of results) {
        if (!isAccepted(result) || !result.change)
          throw new Error(`A message was not taken: ${result.status}`)
        log = result.log
        messages.push(result.change)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { log, messages: messages.sort((one, other) => one.seq - other.seq) }
}

/** A message of middle length. */
export function textOf(n: number): string {
  return `Message ${n}, of the length that people write in a chat, with a second half that says a little more.`
}

export function sendOf(as: string, roomId: string, content: string) {
  return { kind: 'send', id: randomUUID(), as, roomId, content, sentAt: new Date().toISOString() } as const
}
