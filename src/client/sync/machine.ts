/**
 * One room's connection as a pure reducer: which topic is joined, what is being fetched, what is waited for.
 * The effects it asks for are carried out elsewhere; what is fetched is merged elsewhere.
 *
 *          open                loaded                joined
 *   idle ───────▶ fetching ────────────▶ quiet ───────────────▶ fetching ──done──▶ quiet   (live: quiet and joined)
 *                 │  ▲  ▲                                        ▲  ▲
 *          failed ▼  │  └──────────── timer ─ pausing ◀── behind ┘  │   a hole may only be a frame that is late
 *              pausing                        pausing ◀── broken ───┘   without a topic: poll, ever more rarely
 *
 *   whatever is heard while fetching is asked about again afterwards (`again`); `replaced` loads anew;
 *   `gone` (no such room, or no longer a member) ends everything until `open`.
 *
 * A room that is only followed, not shown, is content with its topic: `follow` makes it quiet at once, and instead of
 * rejoining or polling it leaves it to the heads of all rooms to say that something is missing.
 */
import type { ErrorCode } from '@/contract/errors'

/** `load`: the newest page, held from then on. `rejoin`: everything after the cursor. */
export type Fetch = 'load' | 'rejoin'

export type Phase =
  | { is: 'idle' }
  | { is: 'fetching'; what: Fetch; again: boolean }
  | { is: 'pausing'; why: 'hole' | 'backoff' | 'poll'; what: Fetch }
  | { is: 'quiet' }
  | { is: 'gone'; code: ErrorCode }

export interface Connection {
  /** Whether somebody looks at the room. */
  readonly shown: boolean
  readonly phase: Phase
  readonly topic: 'none' | 'joining' | 'joined' | 'broken'
  /** The topic's; undefined until the server has told. */
  readonly epoch: number | undefined
  /** Whether the topic has been joined since `open`: tells the first connection from a lost one. */
  readonly wasLive: boolean
  /** Tries in a row that failed, or brought less than was known to exist. */
  readonly failures: number
}

export type ConnectionEvent =
  /** Somebody looks at the room. `held`: there is a copy already; `epoch`: what was last heard. */
  | { is: 'open'; held: boolean; epoch: number | undefined }
  /** Nobody looks at it; there is a copy. */
  | { is: 'follow'; epoch: number }
  | { is: 'close' }
  /** A fetch ended. `complete`: everything known to exist is here. `renewed`: the history is not the one of the topic. */
  | { is: 'done'; epoch: number; complete: boolean; renewed: boolean }
  | { is: 'failed'; retryAfter: number | undefined }
  | { is: 'replaced' }
  | { is: 'gone'; code: ErrorCode }
  | { is: 'joined' }
  | { is: 'broken' }
  /** More exists than is here. */
  | { is: 'behind' }
  /** It has come. */
  | { is: 'complete' }
  /** Something does not fit; only the server can tell. */
  | { is: 'doubt' }
  | { is: 'timer' }
  | { is: 'wake' }
  | { is: 'epoch'; epoch: number }

export type Effect =
  | { do: 'fetch'; what: Fetch }
  /** Leaves the topic there was, and joins that of `epoch`; `spread` over a moment, when everybody does it at once. */
  | { do: 'join'; epoch: number; spread: boolean }
  | { do: 'leave' }
  /** Asks for the heads of all rooms. */
  | { do: 'compare' }
  | { do: 'wait'; why: 'hole' | 'backoff' | 'poll'; failures: number; atLeast: number | undefined }
  | { do: 'stop-waiting' }

export interface Step {
  readonly connection: Connection
  readonly effects: readonly Effect[]
}

export const idle: Connection = {
  shown: false,
  phase: { is: 'idle' },
  topic: 'none',
  epoch: undefined,
  wasLive: false,
  failures: 0,
}

/** @throws Error when an invariant is broken. */
export function step(connection: Connection, event: ConnectionEvent): Step {
  const { phase } = connection
  const resting = phase.is === 'idle' || phase.is === 'gone'
  if (event.is === 'open' && resting) return checked(open(event))
  if (event.is === 'follow' && resting) return checked(follow(event))
  if (resting) return unchanged(connection)
  return checked(react(connection, event))
}

function react(connection: Connection, event: ConnectionEvent): Step {
  const { phase, shown } = connection
  switch (event.is) {
    case 'open':
      if (shown) return unchanged(connection)
      return phase.is === 'fetching'
        ? unchanged({ ...connection, shown: true })
        : fetchNow({ ...connection, shown: true }, 'rejoin')
    case 'follow':
      if (phase.is !== 'pausing' || phase.why !== 'poll') return unchanged({ ...connection, shown: false })
      return withEffect(rest({ ...connection, shown: false, failures: 0 }), { do: 'stop-waiting' })
    case 'close':
      return {
        connection: { ...idle, epoch: connection.epoch },
        effects: [{ do: 'stop-waiting' }, { do: 'leave' }],
      }
    case 'gone':
      return {
        connection: { ...idle, phase: { is: 'gone', code: event.code } },
        effects: [{ do: 'stop-waiting' }, { do: 'leave' }],
      }
    case 'done':
      return phase.is === 'fetching' ? fetched(connection, phase, event) : unchanged(connection)
    case 'failed':
      if (phase.is !== 'fetching') return unchanged(connection)
      return pause(failedOnce(connection), 'backoff', phase.what, event.retryAfter)
    case 'replaced':
      return fetchNow(connection, 'load')
    case 'joined': {
      const joined: Connection = { ...connection, topic: 'joined', wasLive: true, failures: 0 }
      return shown || phase.is !== 'quiet'
        ? askAgain(joined)
        : withEffect(unchanged(joined), { do: 'compare' })
    }
    case 'broken': {
      const broken: Connection = { ...connection, topic: 'broken' }
      return shown && phase.is === 'quiet' ? pause(failedOnce(broken), 'poll', 'rejoin') : unchanged(broken)
    }
    case 'behind':
      if (phase.is === 'quiet') return pause(connection, 'hole', 'rejoin')
      return phase.is === 'pausing' && phase.why === 'poll' ? askAgain(connection) : unchanged(connection)
    case 'complete':
      if (phase.is !== 'pausing' || phase.why !== 'hole') return unchanged(connection)
      return withEffect(rest({ ...connection, failures: 0 }), { do: 'stop-waiting' })
    case 'doubt':
      return phase.is === 'pausing' && phase.why === 'backoff' ? unchanged(connection) : askAgain(connection)
    case 'timer':
      return phase.is === 'pausing' ? fetchNow(connection, phase.what) : unchanged(connection)
    case 'wake':
      return phase.is === 'pausing'
        ? fetchNow({ ...connection, failures: 0 }, phase.what)
        : unchanged(connection)
    case 'epoch':
      return connection.epoch !== undefined && event.epoch > connection.epoch
        ? rejoinTopic(connection, event.epoch, true)
        : unchanged(connection)
  }
}

function open({ held, epoch }: Extract<ConnectionEvent, { is: 'open' }>): Step {
  const opened = fetchNow({ ...idle, shown: true }, held ? 'rejoin' : 'load')
  return epoch === undefined ? opened : chain(opened, (connection) => rejoinTopic(connection, epoch, false))
}

function follow({ epoch }: Extract<ConnectionEvent, { is: 'follow' }>): Step {
  return rejoinTopic({ ...idle, phase: { is: 'quiet' } }, epoch, false)
}

function fetched(
  connection: Connection,
  phase: Extract<Phase, { is: 'fetching' }>,
  { epoch, complete, renewed }: Extract<ConnectionEvent, { is: 'done' }>,
): Step {
  const { epoch: known } = connection
  // Epochs only rise, except that a restored history may bring an older one back.
  const moved = known === undefined || epoch > known || (renewed && epoch !== known)
  const joining = moved ? rejoinTopic(connection, epoch, known !== undefined) : unchanged(connection)
  return chain(joining, (now) => {
    if (phase.again) return fetchNow(now, 'rejoin')
    if (!complete) return pause(failedOnce(now), 'hole', 'rejoin')
    return rest({ ...now, failures: now.topic === 'broken' && now.shown ? now.failures : 0 })
  })
}

/** Nothing more to fetch: quiet, or polling while the topic of a room that is shown is broken. */
function rest(connection: Connection): Step {
  if (connection.topic === 'broken' && connection.shown)
    return pause(failedOnce(connection), 'poll', 'rejoin')
  return unchanged({ ...connection, phase: { is: 'quiet' } })
}

/** Fetches now, or once more after the fetch that is under way and may have been answered too early. */
function askAgain(connection: Connection): Step {
  const { phase } = connection
  if (phase.is === 'fetching') return unchanged({ ...connection, phase: { ...phase, again: true } })
  return fetchNow(connection, phase.is === 'pausing' ? phase.what : 'rejoin')
}

function fetchNow(connection: Connection, what: Fetch): Step {
  const next: Connection = { ...connection, phase: { is: 'fetching', what, again: false } }
  const fetching: Step = { connection: next, effects: [{ do: 'fetch', what }] }
  if (connection.phase.is !== 'pausing') return fetching
  return { ...fetching, effects: [{ do: 'stop-waiting' }, ...fetching.effects] }
}

function pause(
  connection: Connection,
  why: 'hole' | 'backoff' | 'poll',
  what: Fetch,
  atLeast?: number,
): Step {
  const { failures } = connection
  return {
    connection: { ...connection, phase: { is: 'pausing', why, what } },
    effects: [{ do: 'wait', why, failures, atLeast }],
  }
}

function rejoinTopic(connection: Connection, epoch: number, spread: boolean): Step {
  return { connection: { ...connection, topic: 'joining', epoch }, effects: [{ do: 'join', epoch, spread }] }
}

function failedOnce(connection: Connection): Connection {
  return { ...connection, failures: connection.failures + 1 }
}

function unchanged(connection: Connection): Step {
  return { connection, effects: [] }
}

function withEffect({ connection, effects }: Step, effect: Effect): Step {
  return { connection, effects: [effect, ...effects] }
}

function chain(first: Step, then: (connection: Connection) => Step): Step {
  const second = then(first.connection)
  return { connection: second.connection, effects: [...first.effects, ...second.effects] }
}

function checked(result: Step): Step {
  const { shown, phase, topic, epoch, failures } = result.connection
  const resting = phase.is === 'idle' || phase.is === 'gone'
  const broken =
    (resting && topic !== 'none' && 'a topic without a room') ||
    (!resting && topic === 'none' && epoch !== undefined && 'an epoch without its topic') ||
    (topic !== 'none' && epoch === undefined && 'a topic without an epoch') ||
    (resting && shown && 'shown and resting') ||
    (shown && phase.is === 'quiet' && topic === 'broken' && 'quiet without a topic') ||
    (phase.is === 'quiet' && failures > 0 && 'quiet after a failure')
  if (broken) throw new Error(`connection: ${broken}`)
  return result
}
