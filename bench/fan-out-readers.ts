/** The readers of the fan-out bench, in a process of their own: they count frames, and say when all have come. */
import { WebSocket } from 'ws'

/** What the bench asks: open readers, or say when so many frames have come since the last answer. */
export type Order =
  | { readonly kind: 'open'; readonly url: string; readonly readers: number; readonly topic: string }
  | { readonly kind: 'await'; readonly frames: number }

let received = 0
let expected = Number.POSITIVE_INFINITY

function look(): void {
  if (received < expected) return
  received -= expected
  expected = Number.POSITIVE_INFINITY
  process.send?.('done')
}

/** Resolves when the join is answered. A server that is no gateway leaves the first frame for it as well. */
function open(url: string, topic: string, reader: number): Promise<void> {
  const socket = new WebSocket(url, { skipUTF8Validation: true, perMessageDeflate: false })
  const config = { private: true }
  const join = ['1', '1', `realtime:${topic}`, 'phx_join', { config, access_token: `reader-${reader}` }]
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => socket.send(JSON.stringify(join)))
    socket.once('message', () => {
      socket.on('message', () => {
        received += 1
        look()
      })
      resolve()
    })
  })
}

process.on('message', (order: Order) => {
  if (order.kind === 'await') {
    expected = order.frames
    look()
    return
  }
  const { url, topic, readers } = order
  void Promise.all(Array.from({ length: readers }, (_, reader) => open(url, topic, reader))).then(() =>
    process.send?.('done'),
  )
})
