/**
 * How many frames a second of server CPU delivers: one hot room with 500 readers, in bursts of frames sent in one tick.
 * Beside the gateway stand the limits of this machine: bare `ws` with the same bytes, with and without corked writes.
 * Read the ratios of one run; rounds are interleaved because machines are shared.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { systemClock } from '@/server/adapters/system/clock'
import { encodeBroadcast } from '@/server/gateway/frame'
import { createGateway } from '@/server/gateway/gateway'
import type { Order } from './fan-out-readers'

const readers = 500
const bursts = [1, 20]
const rounds = 9
/** Frames to each reader in one round. */
const framesPerRound = 40

const log = '01890000-0000-7000-8000-000000000000'
const topic = 'room:01890000-0000-7000-8000-000000000001:1'
let head = 0

/** A message of middle length, as the next change of the room. */
function nextChange() {
  head += 1
  const content = 'A message of the length that people write in a chat, with a link or two.'.repeat(2)
  return { log, epoch: 1, after: head - 1, upTo: head, changes: [{ id: log, seq: head, content }] }
}

function bareServer() {
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const open: { readonly webSocket: WebSocket; readonly socket: Duplex }[] = []
  function send(burst: number): void {
    for (let n = 0; n < burst; n += 1) {
      const frame = encodeBroadcast(topic, 'change', nextChange())
      for (const { webSocket } of open) webSocket.send(frame, { binary: false })
    }
  }
  return {
    upgrade: webSockets,
    send,
    sendCorked(burst: number) {
      for (const { socket } of open) socket.cork()
      send(burst)
      for (const { socket } of open) process.nextTick(() => socket.uncork())
    },
    add(webSocket: WebSocket, socket: Duplex) {
      open.push({ webSocket, socket })
      webSocket.once('message', () => webSocket.send('joined'))
    },
  }
}

async function main(): Promise<void> {
  const bare = bareServer()
  const gateway = createGateway({
    tokens: {
      verify: async (userId) => ({
        ...{ userId, sessionId: userId, isGuest: true, name: undefined, expiresAt: Number.POSITIVE_INFINITY },
      }),
    },
    topics: { rights: async () => ({ read: true, write: false }) },
    rooms: { changesAfter: async () => undefined, roomHeads: async () => ({ log, rooms: [] }) },
    clock: systemClock,
    onError: (error) => console.error(error),
  })
  const server = createServer()
  server.on('upgrade', (request, socket, first) => {
    if (gateway.handles(request.url)) return gateway.handleUpgrade(request, socket, first)
    bare.upgrade.handleUpgrade(request, socket, first, (webSocket) => bare.add(webSocket, socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`

  const child = fork(new URL('fan-out-readers.ts', import.meta.url), { execArgv: process.execArgv })
  async function ask(order: Order): Promise<void> {
    const answered = once(child, 'message')
    child.send(order)
    await answered
  }
  for (const path of ['/bare', '/realtime/v1/websocket?vsn=2.0.0'])
    await ask({ kind: 'open', url: base + path, readers, topic })

  const senders: Record<string, (burst: number) => void> = {
    'bare ws': bare.send,
    'bare ws, corked': bare.sendCorked,
    gateway(burst) {
      for (let n = 0; n < burst; n += 1) gateway.publish(topic, 'change', nextChange())
    },
  }

  /** Deliveries a second of this process's CPU. */
  async function measure(send: (burst: number) => void, burst: number): Promise<number> {
    const before = process.cpuUsage()
    for (let sent = 0; sent < framesPerRound; sent += burst) {
      const arrived = ask({ kind: 'await', frames: burst * readers })
      send(burst)
      await arrived
    }
    const { user, system } = process.cpuUsage(before)
    return (framesPerRound * readers * 1_000_000) / (user + system)
  }

  const results = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round += 1) {
    for (const burst of bursts) {
      for (const [name, send] of Object.entries(senders)) {
        const rate = await measure(send, burst)
        const key = `${name}, bursts of ${burst}`
        // The first round warms up.
        if (round > 0) results.set(key, [...(results.get(key) ?? []), rate])
      }
    }
  }
  console.log(`Deliveries a second of server CPU, to ${readers} readers: median (least to most of ${rounds})`)
  for (const [name, rates] of results) {
    const [least, median, most] = [0, Math.floor(rounds / 2), rounds - 1].map((at) =>
      `${Math.round((rates.toSorted((one, other) => one - other)[at] ?? 0) / 1_000)}k`.padStart(5),
    )
    console.log(`${name.padEnd(32)} ${median} (${least} to${most})`)
  }
  child.kill()
  await gateway.close()
  process.exit()
}

await main()
