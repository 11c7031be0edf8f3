/** Web Locks and BroadcastChannel of one imitated browser, as far as `browser-lock.ts` uses them. */
type Mode = 'exclusive' | 'shared'

interface Request {
  readonly name: string
  readonly mode: Mode
  readonly run: () => Promise<void> | undefined
  settle(run: () => void): void
  fail(): void
}

export interface MemoryLocks {
  /** What `navigator.locks` and `BroadcastChannel` are to be. */
  locks: Pick<LockManager, 'query'> & {
    request(name: string, options: LockOptions, run: () => Promise<void> | undefined): Promise<void>
  }
  channel: new (name: string) => { onmessage: ((event: { data: unknown }) => void) | null }
  /** Everything that was said on the channels. */
  said: unknown[]
}

export function createMemoryLocks(): MemoryLocks {
  const held: Request[] = []
  const pending: Request[] = []
  const said: unknown[] = []
  const channels = new Set<Channel>()

  function grant() {
    for (const request of [...pending]) {
      const others = held.filter(({ name }) => name === request.name)
      const mayHold = others.every(({ mode }) => mode === 'shared' && request.mode === 'shared')
      if (!mayHold) continue
      remove(pending, request)
      hold(request)
    }
  }
  function hold(request: Request) {
    held.push(request)
    queueMicrotask(() => {
      Promise.resolve(request.run()).then(() => {
        remove(held, request)
        request.settle(grant)
      })
    })
  }

  class Channel {
    onmessage: ((event: { data: unknown }) => void) | null = null
    readonly name: string
    constructor(name: string) {
      this.name = name
      channels.add(this)
    }
    postMessage(data: unknown) {
      said.push(data)
      for (const other of channels) {
        if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.({ data }))
      }
    }
    close() {
      channels.delete(this)
    }
  }

  return {
    said,
    channel: Channel,
    locks: {
      query: async () => ({ held: held.map(({ name }) => ({ name })), pending: [] }),
      request(name, { mode = 'exclusive', steal = false, signal }, run) {
        return new Promise((resolve, reject) => {
          const request: Request = {
            ...{ name, mode, run },
            settle(then) {
              resolve()
              then()
            },
            fail: () => reject(new DOMException('Taken away or given up.', 'AbortError')),
          }
          signal?.addEventListener('abort', () => {
            if (remove(pending, request)) request.fail()
          })
          if (steal) {
            for (const robbed of held.filter((one) => one.name === name)) {
              remove(held, robbed)
              robbed.fail()
            }
            hold(request)
          } else {
            pending.push(request)
            grant()
          }
        })
      },
    },
  }
}

function remove<Value>(values: Value[], value: Value): boolean {
  const index = values.indexOf(value)
  if (index >= 0) values.splice(index, 1)
  return index >= 0
}
