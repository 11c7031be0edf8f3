/**
 * Fetches what a room shows far before its copy, and keeps it as the server has it, until it has grown together with the
 * copy. Only in memory, and only of a room that is shown: what comes of it by scrolling on is a part of the copy then.
 */
import { errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Clock } from './clock'
import {
  addExcerpt,
  type Excerpt,
  type Excerpts,
  excerptOf,
  hearPart,
  isBefore,
  joinExcerpts,
  type Part,
  reaches,
  shownOf,
  withExcerpt,
} from './excerpts'
import type { StoredRoom } from './local-store'
import { messageById } from './ordered-messages'
import { backoff, type Random } from './random'
import type { RoomLog } from './room-log'
import { isMissing, type Shown } from './shown'
import type { Transport } from './transport'
import type { GapBetween, Sought } from './view'

/** So many things may wait to be asked for; with one more the first of them is given up. */
const mostWanted = 8
/** What the copy knows, and an excerpt not, another tab may have heard a moment (ms) earlier. */
const patience = 1_000

export interface RoomExcerptsPorts {
  stored: StoredRoom
  /** Messages in a page. */
  page: number
  transport: Transport
  clock: Clock
  random: Random
  /** Changes the copy: in turn, and telling the connection what it lacks then. */
  change: (run: (log: RoomLog) => RoomLog) => Promise<void>
  /** What is shown changed. */
  changed: () => void
}

export interface RoomExcerpts {
  /** Undefined while there is no copy. The same value until it changed. */
  shown(): Shown | undefined
  /** As in RoomActions. */
  loadAround(sought: Sought): Promise<boolean>
  /** More before the first of them; false where there is none. */
  loadOlder(): boolean
  /** More of a gap; false where what its end is the beginning of is the copy. */
  loadBetween(gap: GapBetween, at: 'beginning' | 'end'): boolean
  hear(parts: readonly Part[]): void
  /** The copy may have changed. */
  follow(): void
  /** The server may answer again: what failed is tried at once. */
  retry(): void
  /** Nobody looks at it any more. */
  forget(): void
}

interface Job {
  /** Of those with the same one only the last is wanted. */
  readonly kind: string
  readonly run: () => Promise<void>
  /** Told whether there is what was asked for. */
  readonly done: (found: boolean) => void
}

export function createRoomExcerpts(roomId: string, ports: RoomExcerptsPorts): RoomExcerpts {
  const { stored, page, transport, clock, random, change, changed } = ports
  let excerpts: Excerpts = []
  let last: { log: RoomLog; excerpts: Excerpts; shown: Shown } | undefined
  /** What is to be done, one after the other. */
  const wanted = new Map<string, Job>()
  let isBusy = false
  let failures = 0
  let stopWaiting = () => {}
  let stopPatience: (() => void) | undefined
  /** Raised when nothing of what is under way is wanted any more. */
  let round = 0

  function become(value: Excerpts) {
    if (value.length === excerpts.length && value.every((excerpt, index) => excerpt === excerpts[index]))
      return
    excerpts = value
    changed()
  }

  function ask(kind: string, run: Job['run']): Promise<boolean> {
    return new Promise((done) => {
      const [first] = wanted.keys()
      if (wanted.size === mostWanted && first !== undefined) giveUp(first)
      giveUp(kind)
      wanted.set(kind, { kind, run, done })
      void work()
    })
  }

  function giveUp(kind: string) {
    wanted.get(kind)?.done(true)
    wanted.delete(kind)
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
      // What changed while it was fetched came before there was anything to change.
      if (mine === round) bePatient()
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

  function isHere(sought: Sought): boolean {
    const there = shown()
    if (!there) return false
    if ('id' in sought) return messageById(there.messages, sought.id) !== undefined
    return sought.seq >= there.from && !isMissing(there.gaps, sought.seq)
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
    if (mine === round) become(addExcerpt(excerpts, found))
  }

  /** A page with `from <= seq < to`, unless what it was to lie beside is there no more. */
  async function loadBeside(from: number, to: number) {
    const mine = round
    const more = await fetchStretch(from, to)
    const isBeside = excerpts.some((excerpt) => joinExcerpts(excerpt, more))
    if (mine === round && isBeside) become(addExcerpt(excerpts, more))
  }

  /** The one that knows least of what the copy knows. */
  function oldest(): Excerpt | undefined {
    const known = stored.current()?.cursor ?? 0
    return excerpts.filter(({ cursor }) => cursor < known).toSorted((a, b) => a.cursor - b.cursor)[0]
  }

  /** What has changed in them since they were fetched, as far as the copy knows. Lets go of what would take too long. */
  async function catchUp() {
    for (let asked = oldest(); asked; asked = oldest()) {
      const mine = round
      const answer = await transport.rejoin({ roomId, after: asked.cursor, limit: limits.rejoinPage })
      if (mine !== round) return
      const { log, cursor, head, changes } = answer
      const isHopeless = log !== asked.log || cursor <= asked.cursor || head - asked.cursor > limits.farBehind
      if (isHopeless) become(excerpts.filter(({ cursor }) => cursor !== asked?.cursor))
      else hear([{ log, after: asked.cursor, upTo: cursor, changes }])
    }
  }

  function reaching(): Excerpt | undefined {
    const log = stored.current()
    return log && excerpts.find((excerpt) => reaches(excerpt, log))
  }

  /** What has reached the copy becomes a part of that. */
  async function growTogether() {
    if (!reaching()) return
    await catchUp()
    const excerpt = reaching()
    if (excerpt) await change((log) => withExcerpt(log, excerpt))
  }

  function hear(parts: readonly Part[]) {
    if (excerpts.length === 0) return
    const ordered = parts.toSorted((a, b) => a.after - b.after)
    become(excerpts.map((excerpt) => ordered.reduce(hearPart, excerpt)))
  }

  function follow() {
    const log = stored.current()
    excerpts = excerpts.filter((excerpt) => log && isBefore(excerpt, log))
    if (!reaching()) bePatient()
    else if (wanted.size === 0) void ask('current', async () => {})
  }

  /** Asks in a moment for what the copy knows and they do not, if they do not hear of it until then. */
  function bePatient() {
    if (!oldest()) return
    stopPatience ??= clock.after(patience, () => {
      stopPatience = undefined
      void ask('current', catchUp)
    })
  }

  /** More before the excerpt that begins at a position; false where none does. */
  function loadBefore(position: number): boolean {
    const isThere = excerpts.some(({ from }) => from === position)
    if (isThere && position > 1) void ask(`before ${position}`, () => loadBeside(position - 1, position))
    return isThere
  }

  function shown(): Shown | undefined {
    const log = stored.current()
    if (!log) return undefined
    if (last?.log !== log || last.excerpts !== excerpts)
      last = { log, excerpts, shown: shownOf(log, excerpts) }
    return last.shown
  }

  return {
    shown,
    loadAround: (sought) => ask(`around ${Object.values(sought)}`, () => loadAround(sought)),
    loadOlder: () => excerpts.length > 0 && loadBefore(shown()?.from ?? 1),
    loadBetween({ between: { from, to } }, at) {
      if (at === 'end') return loadBefore(to)
      void ask(`after ${from}`, () => loadBeside(from, Math.min(to, from + page)))
      return true
    },
    hear,
    follow,
    retry() {
      if (wanted.size > 0) void work()
    },
    forget() {
      round += 1
      excerpts = []
      for (const kind of wanted.keys()) giveUp(kind)
      stopWaiting()
      stopPatience?.()
      stopPatience = undefined
    },
  }
}
