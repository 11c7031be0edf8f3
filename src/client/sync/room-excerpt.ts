/**
 * Fetches what a room shows far before its copy, and keeps it as the server has it, until it has grown together with the
 * copy. Only in memory, and only of a room that is shown: what comes of it by scrolling on is a part of the copy then.
 */
import { errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Clock } from './clock'
import {
  type Excerpt,
  excerptOf,
  hearPart,
  isBefore,
  joinExcerpts,
  type Part,
  type Shown,
  shownOf,
  withExcerpt,
} from './excerpt'
import type { StoredRoom } from './local-store'
import { messageById } from './ordered-messages'
import { backoff, type Random } from './random'
import type { RoomLog } from './room-log'
import type { Transport } from './transport'
import type { Sought } from './view'

/** Messages in a page. */
const page = 100
/** What the copy knows, and the excerpt not, another tab may have heard a moment (ms) earlier. */
const patience = 1_000

export interface RoomExcerptPorts {
  stored: StoredRoom
  transport: Transport
  clock: Clock
  random: Random
  /** Changes the copy: in turn, and telling the connection what it lacks then. */
  change: (run: (log: RoomLog) => RoomLog) => Promise<void>
  /** What is shown changed. */
  changed: () => void
}

export interface RoomExcerpt {
  /** Undefined while there is no copy. The same value until it changed. */
  shown(): Shown | undefined
  /** As in RoomActions. */
  loadAround(sought: Sought): Promise<boolean>
  /** More before it; false where there is none to be loaded before. */
  loadOlder(): boolean
  /** More after it. */
  loadNewer(): void
  hear(parts: readonly Part[]): void
  /** The copy may have changed. */
  follow(): void
  /** The server answers: what failed is tried at once. */
  retry(): void
  /** Nobody looks at it any more. */
  forget(): void
}

type Kind = 'around' | 'older' | 'newer' | 'current'

interface Job {
  readonly kind: Kind
  readonly run: () => Promise<void>
  /** Told whether there is what was asked for. */
  readonly done: (found: boolean) => void
}

export function createRoomExcerpt(roomId: string, ports: RoomExcerptPorts): RoomExcerpt {
  const { stored, transport, clock, random, change, changed } = ports
  let excerpt: Excerpt | undefined
  let last: { log: RoomLog; excerpt: Excerpt | undefined; shown: Shown } | undefined
  /** What is to be done, one after the other; of each kind what was asked for last. */
  const wanted = new Map<Kind, Job>()
  let isBusy = false
  let failures = 0
  let stopWaiting = () => {}
  let stopPatience: (() => void) | undefined
  /** Raised when nothing of what is under way is wanted any more. */
  let round = 0

  function become(value: Excerpt | undefined) {
    if (value === excerpt) return
    excerpt = value
    changed()
  }

  function ask(kind: Kind, run: Job['run']): Promise<boolean> {
    return new Promise((done) => {
      wanted.get(kind)?.done(true)
      wanted.set(kind, { kind, run, done })
      void work()
    })
  }

  async function work() {
    if (isBusy) return
    isBusy = true
    stopWaiting()
    for (const job of wanted.values()) {
      wanted.delete(job.kind)
      const error = await carryOut(job)
      if (!error) continue
      failures += 1
      stopWaiting = clock.after(Math.max(error.retryAfter ?? 0, backoff(failures, random, 1_000)), work)
      break
    }
    isBusy = false
  }

  /** Answers why it is to be tried again; then it is wanted as before. */
  async function carryOut(job: Job): Promise<ParleyError | undefined> {
    const mine = round
    try {
      await job.run()
      if (mine === round) await growTogether()
      failures = 0
      job.done(true)
    } catch (cause) {
      const error = cause instanceof ParleyError ? cause : new ParleyError('UNAVAILABLE', { cause })
      const isHopeless = errorTable[error.code].retry === 'never'
      if (isHopeless || mine !== round || wanted.has(job.kind)) job.done(!isHopeless)
      else {
        wanted.set(job.kind, job)
        return error
      }
    }
    return undefined
  }

  /** Everything with `from <= seq < to`, and perhaps more before it. */
  async function fetchStretch(from: number, to: number): Promise<Excerpt> {
    let whole: Excerpt | undefined
    for (let end = to; ; end = whole.from) {
      const part = excerptOf(await transport.history({ roomId, before: end, limit: page }), end)
      whole = whole ? joinExcerpts(part, whole) : part
      if (whole && whole.from <= from) return whole
      // Another history meanwhile, or a page that brings nothing.
      if (!whole || part.from >= end) throw new ParleyError('INTERNAL')
    }
  }

  /** Joins it with what is there, or takes its place. */
  function add(more: Excerpt) {
    if (!excerpt) return become(more)
    const [older, newer] = more.from < excerpt.from ? [more, excerpt] : [excerpt, more]
    become(joinExcerpts(older, newer) ?? more)
  }

  function isHere(sought: Sought): boolean {
    const there = shown()
    if (!there) return false
    if ('id' in sought) return messageById(there.messages, sought.id) !== undefined
    const { from = 0, to = 0 } = there.gap?.between ?? {}
    return sought.seq >= there.from && (sought.seq < from || sought.seq >= to)
  }

  async function loadAround(sought: Sought): Promise<void> {
    // First of all that is kept: it is here without a network too.
    while (!isHere(sought) && stored.hasMore() && (await stored.readMore()));
    const log = stored.current()
    if (isHere(sought) || !log) return
    const mine = round
    const found =
      'seq' in sought
        ? await fetchStretch(Math.max(1, sought.seq), Math.min(log.floor, sought.seq + page / 2))
        : excerptOf(await transport.history({ roomId, around: sought.id, limit: page }))
    if (mine === round) add(found)
  }

  /** More of what lies beside it, which is other than asked for where it has become another one meanwhile. */
  async function extend(stretch: (of: Excerpt) => Promise<Excerpt> | undefined): Promise<void> {
    const mine = round
    const more = excerpt && (await stretch(excerpt))
    if (more && mine === round && excerpt) {
      const joined = joinExcerpts(more, excerpt) ?? joinExcerpts(excerpt, more)
      if (joined) become(joined)
    }
  }

  /** What has changed in it since it was fetched, as far as the copy knows. Lets go of what would take too long. */
  async function catchUp() {
    for (let asked = excerpt; asked; asked = excerpt) {
      const log = stored.current()
      if (!log || asked.cursor >= log.cursor) return
      const mine = round
      const answer = await transport.rejoin({ roomId, after: asked.cursor, limit: limits.rejoinPage })
      if (mine !== round) return
      const { log: name, cursor, head, changes } = answer
      const isHopeless =
        name !== asked.log || cursor <= asked.cursor || head - asked.cursor > limits.farBehind
      if (isHopeless) return become(undefined)
      hear([{ log: name, after: asked.cursor, upTo: cursor, changes }])
    }
  }

  /** Where it has reached the copy, it becomes a part of that. */
  async function growTogether() {
    const reaches = () => {
      const log = stored.current()
      return log && excerpt && isBefore(excerpt, log) && excerpt.to >= log.floor
    }
    if (!reaches()) return
    await catchUp()
    const now = excerpt
    if (reaches() && now) await change((log) => withExcerpt(log, now))
  }

  function hear(parts: readonly Part[]) {
    if (!excerpt) return
    become(parts.toSorted((a, b) => a.after - b.after).reduce(hearPart, excerpt))
  }

  function follow() {
    const log = stored.current()
    if (!excerpt) return
    if (!log || !isBefore(excerpt, log)) {
      excerpt = undefined
    } else if (excerpt.to >= log.floor) {
      if (wanted.size === 0) void ask('current', async () => {})
    } else if (excerpt.cursor < log.cursor) {
      stopPatience ??= clock.after(patience, () => {
        stopPatience = undefined
        void ask('current', catchUp)
      })
    }
  }

  function shown(): Shown | undefined {
    const log = stored.current()
    if (!log) return undefined
    if (last?.log !== log || last.excerpt !== excerpt) last = { log, excerpt, shown: shownOf(log, excerpt) }
    return last.shown
  }

  return {
    shown,
    loadAround(sought) {
      // What was wanted beside the excerpt that there is may not be beside the next one.
      for (const kind of ['older', 'newer'] as const) {
        wanted.get(kind)?.done(true)
        wanted.delete(kind)
      }
      return ask('around', () => loadAround(sought))
    },
    loadOlder() {
      if (!excerpt) return false
      void ask('older', () => extend(({ from }) => (from > 1 ? fetchStretch(from - 1, from) : undefined)))
      return true
    },
    loadNewer() {
      void ask('newer', () =>
        extend(({ to }) => {
          const floor = stored.current()?.floor ?? 0
          return to < floor ? fetchStretch(to, Math.min(floor, to + page)) : undefined
        }),
      )
    },
    hear,
    follow,
    retry() {
      if (wanted.size > 0) void work()
    },
    forget() {
      round += 1
      excerpt = undefined
      for (const { done } of wanted.values()) done(true)
      wanted.clear()
      stopWaiting()
      stopPatience?.()
      stopPatience = undefined
    },
  }
}
