import { describe, expect, it, vi } from 'vitest'
import { limits } from '@/contract/limits'
import type { RoomHead } from '@/contract/sync'
import { createFakeClock } from '@/testing/fake-clock'
import { createCompany } from './company'
import type { PeersListener } from './live-channel'
import { soonMs } from './room-receipts'
import { toldReadMs } from './shown-room'

const idOf = (n: number) => `0198f1a0-0000-7000-8000-${String(n).padStart(12, '0')}`
const me = idOf(0)
const ada = idOf(1)
const grace = idOf(2)
const hall = idOf(100)

function headOf(n: number, over: Partial<RoomHead> = {}): RoomHead {
  return {
    ...{ roomId: idOf(n), name: 'Room', kind: 'public', head: 1, epoch: 1, lastReadPosition: 0, unread: 0 },
    ...over,
  }
}

/** Something that tells its listeners. */
function watched<Value>(value: Value) {
  const listeners = new Set<() => void>()
  return {
    value,
    listeners,
    tell(next: Value) {
      this.value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function start(rooms: RoomHead[] = [headOf(100)], isShared = true) {
  const clock = createFakeClock()
  const topics = new Map<string, PeersListener>()
  const said: unknown[] = []
  const heads = watched({ rooms })
  const sharing = watched({ shown: isShared })
  const items = watched<{ kind: string; senderId: string; seq: number }[]>([])
  const others = vi.fn(async () => [] as { userId: string; received: number; read: number }[])
  const company = createCompany({
    ...{ userId: me, clock },
    live: {
      meet(topic, listener) {
        topics.set(topic, listener)
        listener.state('joining')
        return {
          say: (event, payload) => said.push([topic, event, payload]),
          leave: () => topics.delete(topic),
        }
      },
    },
    heads: { view: () => heads.value, subscribe: (listener) => heads.subscribe(listener) },
    receipts: async () => ({ log: 'log', members: await others() }),
    room: () => ({
      view: () => ({ items: items.value }),
      subscribe: (listener) => items.subscribe(listener),
    }),
    sharing: { get: () => sharing.value, subscribe: (listener) => sharing.subscribe(listener) },
  })
  const topic = (name: string) => {
    const listener = topics.get(name)
    if (!listener) throw new Error(`not on ${name}`)
    return listener
  }
  return { company, clock, topics, topic, said, heads, sharing, items, others }
}

const peers = (n: number, epoch = 1) => `peers:${idOf(n)}:${epoch}`

describe('PT-02', () => {
  it('PT-02 a message that comes, and only one that is new, ends its author’s typing', () => {
    const { company, topic, items } = start()
    items.tell([{ kind: 'message', senderId: ada, seq: 4 }])
    company.show(hall)
    topic(peers(100)).here(new Set([ada, grace]))
    topic(peers(100)).event('typing', { userId: ada })
    topic(peers(100)).event('typing', { userId: grace })
    topic(peers(100)).event('change', { userId: ada })
    items.tell([...items.value])
    expect(company.typing(hall)).toEqual([ada, grace])
    items.tell([...items.value, { kind: 'message', senderId: ada, seq: 5 }])
    expect(company.typing(hall)).toEqual([grace])
    topic(peers(100)).here(new Set([ada]))
    expect(company.typing(hall)).toEqual([])
  })
})

describe('PT-05', () => {
  it('PT-05 whoever is met in a shown room is here, until nobody shows it', () => {
    const { company, topics, topic } = start()
    expect([...topics.keys()]).toEqual([])
    const heard = vi.fn()
    company.subscribe(heard)
    const hide = company.show(hall)
    const hideAgain = company.show(hall)
    topic(peers(100)).here(new Set([me, ada]))
    expect(heard).toHaveBeenCalled()
    expect([...company.here()]).toEqual([me, ada])
    const before = company.here()
    topic(peers(100)).here(new Set([me, ada]))
    expect(company.here()).toBe(before)
    hide()
    expect(topics.size).toBe(1)
    hideAgain()
    expect(topics.size).toBe(0)
    expect(company.here().size).toBe(0)
  })

  it('PT-05 direct rooms are met without being shown, the latest ones, and not too many', () => {
    const latestAt = (hour: number) => ({
      ...{ id: idOf(7), senderId: ada, content: '' },
      sentAt: `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`,
    })
    const directs = Array.from({ length: limits.metDirectRooms + 5 }, (_, n) =>
      headOf(200 + n, { kind: 'direct', latest: latestAt(n) }),
    )
    const { topics, topic, company } = start([headOf(100), ...directs])
    expect(topics.size).toBe(limits.metDirectRooms)
    expect(topics.has(peers(204))).toBe(false)
    topic(peers(205)).here(new Set([grace]))
    expect(company.here().has(grace)).toBe(true)
  })

  it('PT-05 a room in which one is no member is not met', () => {
    const { company, topics, heads } = start([])
    company.show(hall)
    expect(topics.size).toBe(0)
    heads.tell({ rooms: [headOf(100)] })
    expect([...topics.keys()]).toEqual([peers(100)])
  })
})

describe('PT-11', () => {
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

  it('PT-11 the receipts of a shown room are asked for, and again after one’s own message or a hint', async () => {
    const { company, others, items, topic, clock } = start()
    const grown = { userId: ada, received: 5, read: 5 }
    others.mockResolvedValueOnce([{ ...grown, read: 1 }]).mockResolvedValue([grown])
    const hide = company.show(hall)
    await settled()
    expect(company.receipts(hall)).toEqual([{ ...grown, read: 1 }])
    items.tell([{ kind: 'message', senderId: me, seq: 5 }])
    clock.advance(soonMs)
    await settled()
    expect(company.receipts(hall)).toEqual([grown])
    topic(peers(100)).event('read', 'whatever')
    clock.advance(soonMs)
    await settled()
    expect(others).toHaveBeenCalledTimes(3)
    hide()
    expect(company.receipts(hall)).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  it('PT-11 whoever reads says so once the server knows it, and only in a small room', async () => {
    const { company, heads, said, clock, others } = start([headOf(100), headOf(101)])
    others.mockResolvedValueOnce([{ userId: ada, received: 5, read: 5 }])
    company.show(hall)
    company.show(idOf(101))
    await settled()
    heads.tell({ rooms: [headOf(100), headOf(101)] })
    heads.tell({ rooms: [headOf(100, { lastReadPosition: 4 }), headOf(101, { lastReadPosition: 4 })] })
    heads.tell({ rooms: [headOf(100, { lastReadPosition: 5 }), headOf(101, { lastReadPosition: 5 })] })
    expect(said).toEqual([])
    clock.advance(toldReadMs)
    expect(said).toEqual([[peers(100), 'read', {}]])
    heads.tell({ rooms: [headOf(100, { lastReadPosition: 5 })] })
    clock.advance(toldReadMs)
    expect(said).toHaveLength(1)
  })
})

describe('PT-06', () => {
  it('PT-06 a broken connection shows nobody, here or typing', () => {
    const { company, topic, clock } = start()
    company.show(hall)
    topic(peers(100)).here(new Set([ada]))
    topic(peers(100)).event('typing', { userId: ada })
    expect(company.typing(hall)).toEqual([ada])
    topic(peers(100)).state('broken')
    expect(company.typing(hall)).toEqual([])
    expect(company.here().size).toBe(0)
    expect(clock.pending()).toBe(0)
  })

  it('PT-06 a new epoch is another meeting, and the end of a membership the end of it', () => {
    const { company, topics, topic, heads } = start()
    company.show(hall)
    topic(peers(100)).here(new Set([ada]))
    heads.tell({ rooms: [headOf(100, { epoch: 2 })] })
    expect([...topics.keys()]).toEqual([peers(100, 2)])
    expect(company.here().size).toBe(0)
    heads.tell({ rooms: [] })
    expect(topics.size).toBe(0)
  })
})

describe('PT-07', () => {
  it('PT-07 switched off, the page is nowhere, says nothing and shows nothing; switched on again, it is back', () => {
    const { company, topics, topic, sharing, said } = start([headOf(100), headOf(200, { kind: 'direct' })])
    company.show(hall)
    topic(peers(100)).here(new Set([ada]))
    topic(peers(100)).event('typing', { userId: ada })
    company.typed(hall)
    expect(said).toEqual([[peers(100), 'typing', { userId: me }]])
    sharing.tell({ shown: false })
    expect(topics.size).toBe(0)
    expect(company.here().size).toBe(0)
    expect(company.typing(hall)).toEqual([])
    company.typed(hall)
    expect(said).toHaveLength(1)
    sharing.tell({ shown: true })
    expect([...topics.keys()].sort()).toEqual([peers(100), peers(200)])
  })

  it('PT-07 a page that opens with it switched off joins nothing', () => {
    const { company, topics } = start([headOf(200, { kind: 'direct' })], false)
    company.show(idOf(200))
    expect(topics.size).toBe(0)
  })

  it('PT-06 a company that is closed has left everything, and comes back to nothing', () => {
    const { company, topics, heads, sharing, items } = start()
    const hide = company.show(hall)
    company.close()
    hide()
    heads.tell({ rooms: [headOf(100, { epoch: 2 })] })
    expect(topics.size).toBe(0)
    expect([heads, sharing, items].map(({ listeners }) => listeners.size)).toEqual([0, 0, 0])
  })
})
