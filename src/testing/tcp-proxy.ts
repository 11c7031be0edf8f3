/** A network of a test between clients and a server on this machine: it can be cut, made silent, and led elsewhere. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  readonly port: number
  /** For HTTP. */
  readonly address: string
  /** Ends every connection, and lets nobody in. */
  cut(): void
  /** Lets new connections in again. */
  heal(): void
  /** From now on nothing that the server says arrives on connections on which the client has said this word. */
  mute(word: string): void
  /** From now on new connections go to this port. */
  leadTo(port: number): void
  close(): Promise<void>
}

/** What is remembered of what each client said, in characters. */
const remembered = 4_096

/** @param port of the server, on 127.0.0.1 */
export async function createTcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  /** The beginning of what was said to the server on each connection. */
  const said = new Map<Socket, string>()
  const muted = new WeakSet<Socket>()
  let target = port
  let isCut = false

  const server = createServer((client) => {
    if (isCut) return void client.destroy()
    const upstream = connect(target, '127.0.0.1')
    client.on('data', (data) => {
      const known = said.get(upstream) ?? ''
      if (known.length < remembered) said.set(upstream, known + data.toString('latin1'))
    })
    client.pipe(upstream)
    upstream.on('data', (data) => muted.has(upstream) || client.write(data))
    upstream.on('end', () => client.end())
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        said.delete(socket)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const destroyAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const { port: own } = server.address() as AddressInfo
  return {
    port: own,
    address: `http://127.0.0.1:${own}`,
    cut() {
      isCut = true
      destroyAll()
    },
    heal() {
      isCut = false
    },
    mute(word) {
      for (const [socket, words] of said) if (words.includes(word)) muted.add(socket)
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
