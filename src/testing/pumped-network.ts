/** A pumped wire between one client and a model server. */
import type { Transport } from '@/client/sync/transport'
import type { ModelServer } from './model-server'
import { createPumpedWire, type PumpedWire } from './pumped-wire'

export interface PumpedNetwork extends PumpedWire {
  transport: Transport
}

export function createPumpedNetwork(server: ModelServer): PumpedNetwork {
  const wire = createPumpedWire()
  const { request } = wire
  return {
    ...wire,
    transport: {
      apply: (commands) => request('apply', () => commands.map((command) => server.apply(command))),
      rejoin: (input) => request('rejoin', () => server.rejoin(input)),
      history: (input) => request('history', () => server.history(input)),
      heads: () => request('heads', () => server.heads()),
      markReceived: (input) => request('markReceived', () => input.position),
      markRead: (input) => request('markRead', () => input.position),
      markUnread: (input) => request('markUnread', () => input.position),
      markThreadRead: (input) => request('markThreadRead', () => input.position),
    },
  }
}
