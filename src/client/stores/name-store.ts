/**
 * The names of people, fetched when somebody wants them, together, and not again for a while. Those that came once are
 * kept, so that nobody is nameless after a reload without a network.
 */
import type { Clock } from '@/client/sync/clock'
import type { KeptNames } from '@/client/sync/local-store'
import { limits } from '@/contract/limits'
import type { Profile } from '@/contract/rooms'

/** People who want names at the same moment share one request (ms). */
const gather = 20
/** After a failure (ms). */
const pause = 5_000
/** People rename themselves (ms). */
const fresh = 5 * 60_000

export interface NameStore {
  /** By user id; the same value until a name came. */
  names(): ReadonlyMap<string, string>
  subscribe(listener: () => void): () => void
  /** Sees to it that these names come, if they are not there yet or are old. */
  want(userIds: Iterable<string>): void
  /** A name that is known without asking. */
  set(profile: Profile): void
}

export interface NameStorePorts {
  /** At most `limits.namesPage` at once; leaves out whom it does not know. */
  fetch: (userIds: string[]) => Promise<Profile[]>
  /** Read once, at the start. Where it fails, names last as long as the page. */
  kept: KeptNames
  clock: Clock
}

export function createNameStore({ fetch, kept, clock }: NameStorePorts): NameStore {
  let names: ReadonlyMap<string, string> = new Map()
  const wanted = new Set<string>()
  /** When each was last asked about. */
  const asked = new Map<string, number>()
  const listeners = new Set<() => void>()
  let planned = false

  function show(profiles: readonly Profile[]) {
    const news = profiles.filter(({ userId, name }) => names.get(userId) !== name)
    if (news.length === 0) return
    names = new Map([...names, ...news.map(({ userId, name }) => [userId, name] as const)])
    for (const listener of listeners) listener()
  }

  /** These are so now, as far as anybody knows. */
  function learn(profiles: readonly Profile[]) {
    show(profiles)
    kept.keep(profiles).catch(() => {})
  }

  function plan(delay: number) {
    if (planned || wanted.size === 0) return
    planned = true
    clock.after(delay, () => void ask())
  }

  async function ask() {
    const userIds = [...wanted].slice(0, limits.namesPage)
    let delay = gather
    try {
      learn(await fetch(userIds))
      for (const userId of userIds) {
        wanted.delete(userId)
        asked.set(userId, clock.now())
      }
    } catch {
      delay = pause
    }
    planned = false
    plan(delay)
  }

  // What has come meanwhile is newer.
  kept.read().then(
    (profiles) => show(profiles.filter(({ userId }) => !names.has(userId))),
    () => {},
  )

  return {
    names: () => names,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    want(userIds) {
      for (const userId of userIds) {
        const last = asked.get(userId)
        if (last === undefined || clock.now() - last >= fresh) wanted.add(userId)
      }
      plan(gather)
    },
    set: (profile) => learn([profile]),
  }
}
