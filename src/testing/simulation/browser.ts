/** A browser of the simulation: one storage and one cookie for all its tabs, and a clock that need not be right. */

import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { openLocalStore } from '@/client/db/local-store'
import { createSession } from '@/client/session/session'
import type { Clock } from '@/client/sync/clock'
import { createSync, type Sync, type SyncRoom } from '@/client/sync/engine'
import type { LocalStore } from '@/client/sync/local-store'
import type { Transport } from '@/client/sync/transport'
import { errorTable, ParleyError } from '@/contract/errors'
import { uuidV7 } from '@/contract/uuid-v7'
import { createMemoryLead, type MemoryLead } from '../memory-lead'
import { createPumpedWire, type Packet, type PumpedWire } from '../pumped-wire'
import type { SeededRandom } from '../seeded-random'
import { steadyConnectivity } from '../steady-connectivity'
import { createMortalStore, type MortalStore, type RoomWatch } from './mortal-store'
import type { Caller, SimulatedServer } from './server'

export interface SimulatedTab {
  /** Whose page this is; the cookie may name somebody else by now. */
  readonly userId: string
  readonly wire: PumpedWire
  readonly sync: Sync
  readonly mortal: MortalStore
  /** The room that is shown. */
  readonly shownId: string
  shown(): SyncRoom
  /** How far this very tab told the server that a room was read, in this history. */
  markedRead(roomId: string, log: string | undefined): number
  /** Somebody sits in front of it, and has read whatever it shows. */
  isWatched: boolean
  show(roomId: string): void
  /** The network may be back, or somebody looks at the page again. */
  wake(): void
  /** Ends as a killed tab does: nobody is told. Answers the requests that are still on their way to the server. */
  kill(): Packet[]
}

export interface SimulatedBrowser {
  /** Who is signed in. */
  cookie: string
  /** How wrong its clock is, in milliseconds. */
  skew: number
  readonly tabs: SimulatedTab[]
  open(roomId: string): SimulatedTab
  /** The storage as another tab of this user sees it. To be closed by whoever asked. */
  peek(userId: string): LocalStore
  /** Deletes everything stored. Only without open tabs. */
  wipe(): void
  /** Another tab of this user sends from now on. The one before does not notice until the answer is called. */
  stealLead(userId: string): () => void
  /** How often this user's copy of the room was let go of. */
  purges(userId: string, roomId: string): number
}

/** Positions of a copy that a tab reads at first, and with each further step up: most stories go beyond. */
const span = 4

export interface SimulatedBrowserOptions {
  userId: string
  server: SimulatedServer
  clock: Clock
  random: SeededRandom
  /** Most changes in a page, so that catching up takes several of them. */
  page: number
  onDefect: (error: Error) => void
}

/** Transactions of all imitated databases that have not ended. */
let transactions = 0

/** Has every imitated database count its transactions; the answer takes that back. */
export function countTransactions(): () => void {
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (...args) {
    const begun = transaction.apply(this, args)
    transactions++
    const end = () => void transactions--
    begun.addEventListener('complete', end)
    begun.addEventListener('abort', end)
    return begun
  }
  return () => {
    IDBDatabase.prototype.transaction = transaction
  }
}

export const openTransactions = () => transactions

/** A request without an answer for this long (ms) counts as failed, although it may still arrive. */
const timeout = 20_000
/** A refused topic is asked for again (ms). */
const refusedPause = 5_000

export function createSimulatedBrowser(options: SimulatedBrowserOptions): SimulatedBrowser {
  const { server, clock, random, page, onDefect } = options
  let engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  let opened = 0
  const leads = new Map<string, MemoryLead>()
  const tabs: SimulatedTab[] = []
  const purges = new Map<string, number>()

  const browser: SimulatedBrowser = {
    cookie: options.userId,
    skew: 0,
    tabs,
    open,
    peek: (userId) => openLocalStore({ userId, onDefect, engine }),
    wipe() {
      engine = { indexedDB: new IDBFactory(), IDBKeyRange }
    },
    stealLead(userId) {
      const hearAgain = leadOf(userId).deafen()
      leadOf(userId).steal()
      return hearAgain
    },
    purges: (userId, roomId) => purges.get(`${userId} ${roomId}`) ?? 0,
  }

  /** Within one history, what is stored never goes back (SY-03). */
  function watchRoom(userId: string): RoomWatch {
    return (roomId, before, after) => {
      if (before && !after) purges.set(`${userId} ${roomId}`, browser.purges(userId, roomId) + 1)
      const isSame = before && after?.log === before.log && after.generation === before.generation
      if (isSame && after.cursor < before.cursor)
        onDefect(new Error(`A stored cursor has fallen from ${before.cursor} to ${after.cursor}.`))
    }
  }

  function leadOf(userId: string): MemoryLead {
    const lead = leads.get(userId) ?? createMemoryLead()
    leads.set(userId, lead)
    return lead
  }

  function open(roomId: string): SimulatedTab {
    const userId = browser.cookie
    // What comes together is merged one by one in some tabs, in others together.
    const isSeen = opened++ % 2 === 1
    const { clock: tabClock, stop } = createTabClock(clock, browser)
    const wire = createPumpedWire({
      admission: { token: () => ownToken(), mayJoin: server.mayJoin },
      later: (again) => tabClock.after(refusedPause, again),
    })
    const session = createSession({
      clock: tabClock,
      lock: (work) => work(),
      client: {
        token: () =>
          timely(
            tabClock,
            wire.request('token', () => server.issue(browser.cookie)),
          ),
        signInAsGuest: () => Promise.reject(new Error('nobody new comes in the simulation')),
        signOut: () => Promise.reject(new Error('nobody leaves in the simulation')),
      },
    })
    async function ownToken() {
      const token = await session.tokenOf(userId)
      if (server.ownerOf(token) !== userId)
        onDefect(new Error('A page works with the token of somebody else.'))
      return token
    }
    const mortal = createMortalStore(openLocalStore({ userId, onDefect, engine, span }), watchRoom(userId))
    const transport = createTransport(
      wire,
      server,
      { token: ownToken, reject: session.reject },
      tabClock,
      page,
    )
    const marked = new Map<string, number>()
    let release = () => {}
    let wake = () => {}
    const lead = leadOf(userId)
    const sync = createSync({
      ...{ userId, clock: tabClock, random: random.next, live: wire.live, store: mortal.store },
      ids: () => uuidV7(tabClock.now(), random.bytes(10)),
      olderPage: 2 * page,
      transport: {
        ...transport,
        markRead(input) {
          marked.set(`${input.roomId} ${input.log}`, input.position)
          return transport.markRead(input)
        },
      },
      connectivity: {
        ...steadyConnectivity,
        isSeen: () => isSeen,
        onWake(callback) {
          wake = callback
          return () => {}
        },
      },
      lead: {
        take(contender) {
          const place = lead.take(contender)
          release = place.leave
          return place
        },
        isAlone: lead.isAlone,
      },
    })
    let shownId = roomId
    let hide = sync.room(roomId).subscribe(() => {})
    const tab: SimulatedTab = {
      ...{ userId, wire, sync, mortal, isWatched: false },
      get shownId() {
        return shownId
      },
      shown: () => sync.room(shownId),
      markedRead: (id, log) => marked.get(`${id} ${log}`) ?? 0,
      show(next) {
        const hideLast = hide
        shownId = next
        hide = sync.room(next).subscribe(() => {})
        hideLast()
      },
      wake: () => wake(),
      kill() {
        mortal.kill()
        stop()
        release()
        tabs.splice(tabs.indexOf(tab), 1)
        const onTheirWay = wire.packets.filter(({ kind }) => kind === 'request')
        wire.packets.length = 0
        sync.close()
        mortal.store.close()
        return onTheirWay
      },
    }
    tabs.push(tab)
    return tab
  }

  return browser
}

/** Timers end with the tab; what time it is, the browser knows more or less. */
function createTabClock(clock: Clock, browser: { skew: number }): { clock: Clock; stop(): void } {
  const running = new Set<() => void>()
  let stopped = false
  return {
    clock: {
      now: () => clock.now() + browser.skew,
      after(milliseconds, callback) {
        if (stopped) return () => {}
        const cancel = clock.after(milliseconds, () => {
          running.delete(cancel)
          callback()
        })
        running.add(cancel)
        return () => {
          running.delete(cancel)
          cancel()
        }
      },
    },
    stop() {
      stopped = true
      for (const cancel of running) cancel()
    },
  }
}

function timely<Answer>(clock: Clock, answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(timeout, () => reject(new ParleyError('UNAVAILABLE')))
    answer.then(resolve, reject).finally(cancel)
  })
}

/** As the browser's link does it: a refused token is replaced, and the call made once more. */
function createTransport(
  wire: PumpedWire,
  server: SimulatedServer,
  session: { token(): Promise<string>; reject(token: string): void },
  clock: Clock,
  page: number,
): Transport {
  async function ask<Answer>(name: string, run: (caller: Caller) => Promise<Answer>): Promise<Answer> {
    const attempt = (token: string) =>
      timely(
        clock,
        wire.request(name, () => server.call(token, run)),
      )
    const token = await session.token()
    try {
      return await attempt(token)
    } catch (error) {
      if (!(error instanceof ParleyError) || errorTable[error.code].status !== 401) throw error
      session.reject(token)
      return attempt(await session.token())
    }
  }
  const few = (limit: number | undefined) => Math.min(limit ?? page, page)

  return {
    apply: (commands) =>
      ask('apply', (caller) => caller.commands.submit({ commands }).then(({ results }) => results)),
    rejoin: (input) => ask('rejoin', ({ rooms }) => rooms.rejoin({ ...input, limit: few(input.limit) })),
    // A restored server is asked for as much as there may be: what it lacks is told from that.
    history: (input) =>
      ask('history', ({ messages }) =>
        messages.history(input.limit > 100 ? input : { ...input, limit: 2 * page }),
      ),
    heads: (input) => ask('heads', ({ rooms }) => rooms.heads(input)),
    markReceived: (input) =>
      ask('markReceived', ({ messages }) => messages.markReceived(input).then(({ position }) => position)),
    markRead: (input) =>
      ask('markRead', ({ messages }) => messages.markRead(input).then(({ position }) => position)),
    markThreadRead: (input) =>
      ask('markThreadRead', ({ threads }) => threads.markRead(input).then(({ position }) => position)),
    markUnread: (input) =>
      ask('markUnread', ({ messages }) => messages.markUnread(input).then(({ position }) => position)),
  }
}
