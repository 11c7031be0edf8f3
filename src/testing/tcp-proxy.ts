/** A network of a test between clients and a server on this machine, which can be as bad as networks are. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createSlowLine } from './slow-line'

export interface TcpProxy {
  readonly port: number
  /** For HTTP. */
  readonly address: string
  /** Connections that were made so far. */
  connections(): number
  /** Ends every connection, and lets nobody in. */
  cut(): void
  /** Ends every connection, once; new ones are let in. */
  drop(): void
  /** A black hole: connections stay open and are made, and nothing passes on them any more, nor the news of their end. */
  swallow(): void
  /**
   * Ends every connection; on new ones the first words of the client are answered with `raw`, HTTP of somebody else's,
   * and that is their end.
   */
  answer(raw: string): void
  /** Keeps everything back that is said, in both directions, and delivers it at `heal`. */
  hold(): void
  /** Lets new connections through again, and what was held. What was swallowed stays silent for ever. */
  heal(): void
  /** From now on nothing that the server says arrives on connections on which the client has said this word. */
  mute(word: string): void
  /** All connections together carry so many bytes per second to the server (`up`) and from it; without, as many as can be. */
  slow(rates: { up?: number; down?: number }): void
  /** From now on new connections go to this port. */
  leadTo(port: number): void
  close(): Promise<void>
}

/** What is remembered of what each client said, in characters. */
const remembered = 4_096
/** Bytes of one connection that wait on a slow line, in packets of so many; then it is not read any more. */
const backlog = 8_192
const packetBytes = 1_400

/** @param port of the server, on 127.0.0.1 */
export async function createTcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  /** The beginning of what was said to the server on each connection. */
  const said = new Map<Socket, string>()
  const muted = new WeakSet<Socket>()
  const swallowed = new WeakSet<Socket>()
  const up = createSlowLine()
  const down = createSlowLine()
  let target = port
  let mode: 'well' | 'cut' | 'swallow' | { raw: string } = 'well'
  let connections = 0

  const server = createServer({ allowHalfOpen: true }, (client) => {
    connections += 1
    if (mode === 'cut') return void client.destroy()
    keep(client)
    if (mode === 'swallow') return void swallowed.add(client)
    if (mode !== 'well') return answerWith(client, mode.raw)
    const upstream = keep(connect({ port: target, host: '127.0.0.1', allowHalfOpen: true }))
    client.on('data', (data) => {
      const known = said.get(upstream) ?? ''
      if (known.length < remembered) said.set(upstream, known + data.toString('latin1'))
    })
    join(client, upstream, up)
    join(upstream, client, down)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  function keep(socket: Socket): Socket {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      said.delete(socket)
    })
    return socket
  }

  /** What `from` says, and that it ends, reaches `to` over this line. */
  function join(from: Socket, to: Socket, line: typeof up) {
    let waiting = 0
    let unread = Buffer.alloc(0)
    const isAlive = () => !swallowed.has(from) && !muted.has(from)
    function send() {
      while (unread.length > 0 && waiting < backlog) {
        const packet = unread.subarray(0, packetBytes)
        unread = unread.subarray(packet.length)
        waiting += packet.length
        line.pass(
          packet,
          (piece) => isAlive() && !to.destroyed && to.write(piece),
          () => {
            waiting -= packet.length
            send()
          },
        )
      }
      if (unread.length === 0 && from.isPaused() && !swallowed.has(from)) from.resume()
    }
    from.on('data', (data) => {
      from.pause()
      unread = Buffer.concat([unread, data])
      send()
    })
    from.on('end', () =>
      line.pass(
        Buffer.alloc(0),
        () => swallowed.has(from) || to.end(),
        () => {},
      ),
    )
    from.on('close', (failed) => swallowed.has(from) || (failed && to.destroy()))
  }

  function destroyAll() {
    for (const socket of sockets) socket.destroy()
  }

  const { port: own } = server.address() as AddressInfo
  return {
    port: own,
    address: `http://127.0.0.1:${own}`,
    connections: () => connections,
    cut() {
      mode = 'cut'
      destroyAll()
    },
    drop: destroyAll,
    swallow() {
      mode = 'swallow'
      for (const socket of sockets) swallowed.add(socket.pause())
    },
    answer(raw) {
      mode = { raw }
      destroyAll()
    },
    hold() {
      up.hold()
      down.hold()
    },
    heal() {
      mode = 'well'
      up.flow()
      down.flow()
    },
    mute(word) {
      for (const [socket, words] of said) if (words.includes(word)) muted.add(socket)
    },
    slow(rates) {
      up.setRate(rates.up)
      down.setRate(rates.down)
    },
    leadTo(next) {
      target = next
    },
    async close() {
      destroyAll()
      server.close()
      await once(server, 'close')
    },
  }
}

function answerWith(client: Socket, raw: string) {
  client.once('data', () => client.end(raw))
}
