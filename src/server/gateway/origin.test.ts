/** Which pages may open a connection. */
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { isOwnOrigin } from '../request-source'
import { startGateway } from './gateway-fixture'

test("RT-83 another site's page opens no connection; its own pages and whoever is no page do", async () => {
  const { port } = await startGateway(
    {},
    { isOwnOrigin: (request) => isOwnOrigin(request, ['https://chat.example']) },
  )
  const address = `ws://127.0.0.1:${port}/realtime/v1/websocket?vsn=2.0.0`
  for (const origin of ['https://elsewhere.example', 'null', `http://127.0.0.1:${port}0`]) {
    const socket = new WebSocket(address, { origin })
    const [error] = await once(socket, 'error')
    expect([origin, error.message]).toEqual([origin, 'Unexpected server response: 403'])
  }
  for (const origin of [undefined, `http://127.0.0.1:${port}`, 'https://chat.example']) {
    const socket = new WebSocket(address, origin === undefined ? {} : { origin })
    await once(socket, 'open')
    socket.terminate()
  }
})
