/** Takes what is in threads out of a room's items. Pure. */
import type { ChatItem, RoomView } from './view'

export function splitThreads(all: ChatItem[]): Pick<RoomView, 'items' | 'threads'> {
  const threads = new Map<string, ChatItem[]>()
  for (const item of all) {
    if (!('thread' in item) || item.thread === undefined) continue
    const known = threads.get(item.thread)
    if (known) known.push(item)
    else threads.set(item.thread, [item])
  }
  if (threads.size === 0) return { items: all, threads }
  return { items: all.filter((item) => !('thread' in item) || item.thread === undefined), threads }
}
