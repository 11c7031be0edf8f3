import { describe, expect, it } from 'vitest'
import type { SeenRoom } from '@/client/sync/room-list'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { watchArrivals } from './arrival-notices'
import type { Level } from './notifications'

const sentAt = '2030-01-01T00:00:00.000Z'
const room = (over: Partial<SeenRoom> = {}): SeenRoom => ({
  ...{ roomId: 'r1', name: 'Tea', kind: 'public', head: 4, epoch: 1, lastReadPosition: 4, unread: 0 },
  ...over,
})
const from = (senderId: string, id: string) => ({ id, senderId, content: id, sentAt })
/** The n-th message of Ada came, and is unread. */
const came = (n: number, over: Partial<SeenRoom> = {}) =>
  room({ head: 4 + n, unread: n, latest: from('ada', `m${n}`), ...over })

async function setUp(first: SeenRoom[] | undefined = [room()], lead = createMemoryLead()) {
  const clock = createFakeClock()
  let rooms = first
  let log: string | undefined = 'log'
  let tell = () => {}
  const it = {
    level: 'everything' as Level,
    inSight: '',
    shown: [] as (string | undefined)[],
    read: [] as string[],
  }
  const stop = watchArrivals({
    ...{ userId: 'me', lead, clock },
    heads: {
      view: () => ({ rooms, loaded: true, error: undefined }),
      log: () => log,
      subscribe(listener) {
        tell = listener
        return () => {
          tell = () => {}
        }
      },
    },
    levelOf: () => it.level,
    isInSight: (roomId) => it.inSight === roomId,
    notify: ({ latest }) => it.shown.push(latest?.id),
    read: (roomId) => it.read.push(roomId),
  })
  await Promise.resolve()
  const hear = (...next: SeenRoom[]) => {
    rooms = next
    tell()
  }
  return Object.assign(it, {
    ...{ hear, stop, clock },
    /** And a while passes. */
    later(...next: SeenRoom[]) {
      hear(...next)
      clock.advance(5_000)
    },
    become(next: string | undefined) {
      log = next
    },
  })
}

describe('NT-05', () => {
  it('NT-05 what arrives is notified, together with what comes right after it', async () => {
    const { hear, later, shown } = await setUp()
    hear(came(1))
    hear(came(2))
    later(came(3))
    expect(shown).toEqual(['m3'])
    later(came(4))
    expect(shown).toEqual(['m3', 'm4'])
  })

  it('NT-05 history is not, nor what this browser had kept, nor another history', async () => {
    const { later, become, shown } = await setUp([came(2)])
    become(undefined)
    later(came(3))
    become('another')
    later(came(4))
    expect(shown).toEqual([])
  })

  it('NT-05 one’s own message, a reaction, a removal and what is marked unread are not', async () => {
    const { later, shown } = await setUp([came(2, { unread: 1 })])
    later(room({ head: 7, lastReadPosition: 6, latest: from('me', 'mine') }))
    later(room({ head: 8, lastReadPosition: 6, latest: from('me', 'mine') }))
    later(room({ head: 9, lastReadPosition: 6, latest: from('ada', 'm2') }))
    later(room({ head: 9, lastReadPosition: 4, unread: 2, mentioned: 6, latest: from('ada', 'm2') }))
    later(room({ head: 10, lastReadPosition: 10, latest: from('ada', 'm3') }))
    later(room({ head: 10, lastReadPosition: 9, unread: 1, mentioned: 10, latest: from('ada', 'm3') }))
    const other = await setUp([came(3)])
    other.later(came(2, { head: 8 }))
    expect([...shown, ...other.shown]).toEqual([])
  })

  it('NT-05 the history of a room that one joins is not; the first message of a new conversation is', async () => {
    const { later, shown } = await setUp()
    later(room(), came(3, { roomId: 'r2', mentioned: 6 }))
    expect(shown).toEqual([])
    later(room(), came(3, { roomId: 'r2' }), came(1, { roomId: 'r3', kind: 'direct' }))
    expect(shown).toEqual(['m1'])
  })

  it('NT-05 news is not missed where more was read elsewhere than came', async () => {
    const { later, shown } = await setUp([came(5)])
    later(came(6, { lastReadPosition: 9, unread: 1 }))
    expect(shown).toEqual(['m6'])
  })
})

describe('NT-06', () => {
  it('NT-06 the room in sight is not notified, nor what is read within a moment', async () => {
    const it = await setUp()
    it.inSight = 'r1'
    it.later(came(1))
    it.inSight = ''
    it.hear(came(2))
    it.later(came(2, { unread: 0, lastReadPosition: 6 }))
    expect(it.shown).toEqual([])
  })

  it('NT-06 of several tabs one notifies, and the next one when that is closed', async () => {
    const lead = createMemoryLead()
    const [first, second] = [await setUp([room()], lead), await setUp([room()], lead)]
    for (const tab of [first, second]) tab.later(came(1))
    first.stop()
    await Promise.resolve()
    for (const tab of [first, second]) tab.later(came(2))
    expect([first.shown, second.shown]).toEqual([['m1'], ['m2']])
  })

  it('NT-06 what is read anywhere is told, so that its notification goes', async () => {
    const { later, read } = await setUp([room(), room({ roomId: 'r2' })])
    later(came(1), room({ roomId: 'r2' }))
    expect(read).toEqual([])
    later(came(1, { unread: 0, lastReadPosition: 5 }), room({ roomId: 'r2' }))
    later(came(1, { unread: 0, lastReadPosition: 5 }), room({ roomId: 'r2' }))
    expect(read).toEqual(['r1'])
  })

  it('NT-06 once it is stopped, nothing comes', async () => {
    const { hear, stop, clock, shown } = await setUp()
    hear(came(1))
    stop()
    expect(clock.pending()).toBe(0)
    expect(shown).toEqual([])
  })
})

describe('NT-07', () => {
  it('NT-07 where only mentions are wanted, each is notified once', async () => {
    const it = await setUp()
    it.level = 'mentions'
    it.later(came(1))
    expect(it.shown).toEqual([])
    it.later(came(2, { mentioned: 6 }))
    it.later(came(3, { mentioned: 6 }))
    expect(it.shown).toEqual(['m2'])
  })

  it('NT-07 a mention counts that is followed by something else, or comes to be known late', async () => {
    const it = await setUp()
    it.level = 'mentions'
    it.hear(came(1, { mentioned: 5 }))
    it.later(came(2, { mentioned: 5 }))
    it.later(came(4, { mentioned: 5 }))
    it.later(came(4, { mentioned: 7 }))
    expect(it.shown).toEqual(['m2', 'm4'])
  })

  it('NT-07 everything in a direct room is for its user, and nothing comes of a muted one', async () => {
    const it = await setUp([room({ kind: 'direct' })])
    it.level = 'mentions'
    it.later(came(1, { kind: 'direct' }))
    it.level = 'nothing'
    it.later(came(2, { kind: 'direct', mentioned: 6 }))
    expect(it.shown).toEqual(['m1'])
  })
})
