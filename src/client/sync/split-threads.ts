/** Takes what is in threads out of a room's items. Pure. */
import { commonEnds } from './common-ends'
import { createKeptList } from './kept-list'
import type { ChatItem, RoomView } from './view'

type Split = Pick<RoomView, 'items' | 'threads'>

/** Splits a room's items once. */
export function splitThreads(all: readonly ChatItem[]): Split {
  return createThreadSplit()(all)
}

/** The same again and again: a thread in which nothing has changed is the same value. */
export function createThreadSplit(): (all: readonly ChatItem[]) => Split {
  const conversationOf = createKeptList((item: ChatItem) => (threadOf(item) === undefined ? item : undefined))
  let from: readonly ChatItem[] = []
  let threads: ReadonlyMap<string, ChatItem[]> = new Map()

  return (all) => {
    const { start, end } = commonEnds(from, all)
    const others = [...from.slice(start, from.length - end), ...all.slice(start, all.length - end)]
    const changed = new Set(others.map(threadOf))
    changed.delete(undefined)
    if (changed.size > 0) threads = gathered(threads, all, changed)
    from = all
    return { items: threads.size === 0 ? all : conversationOf(all), threads }
  }
}

function threadOf(item: ChatItem): string | undefined {
  return 'thread' in item ? item.thread : undefined
}

/** With these threads as they are now. */
function gathered(
  before: ReadonlyMap<string, ChatItem[]>,
  all: readonly ChatItem[],
  changed: ReadonlySet<string | undefined>,
): ReadonlyMap<string, ChatItem[]> {
  const threads = new Map([...before].filter(([id]) => !changed.has(id)))
  for (const item of all) {
    const thread = threadOf(item)
    if (thread === undefined || !changed.has(thread)) continue
    const known = threads.get(thread)
    if (known) known.push(item)
    else threads.set(thread, [item])
  }
  return threads
}
