/** Between a test and a server: a connection that stays open and carries nothing, or that is cut. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface MuteProxy {
  /** Like the server's own, but through here. */
  readonly url: string
  /** From now on nothing that the server says arrives on connections on which the client has said this word. */
  mute(word: string): void
  /** Ends every connection, and lets nobody in. */
  cut(): void
  /** New connections are let in again. */
  heal(): void
  close(): Promise<void>
}

export async function createMuteProxy(url: string): Promise<MuteProxy> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  /** The beginning of what each client said. */
  const said = new Map<Socket, string>()
  const muted = new Set<Socket>()
  let isCut = false

  const server = createServer((client) => {
    if (isCut) return void client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    client.on('data', (data) => {
      const known = said.get(upstream) ?? ''
      if (known.length < 4_096) said.set(upstream, known + data.toString('latin1'))
      upstream.write(data)
    })
    upstream.on('data', (data) => muted.has(upstream) || client.write(data))
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        said.delete(socket)
        muted.delete(socket)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = new URL(url)
  own.port = String((server.address() as AddressInfo).port)

  return {
    url: own.href,
    mute(word) {
      for (const [socket, words] of said) if (words.includes(word)) muted.add(socket)
    },
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
    },
    heal() {
      isCut = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
