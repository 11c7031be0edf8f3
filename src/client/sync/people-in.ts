/** Everybody whose name a room shows, as the room grows. */
import { commonEnds } from './common-ends'
import type { ChatItem, RoomView } from './view'

/** Looks only at what is other than the last time. Answers the same value until somebody comes along; nobody goes. */
export function createPeopleIn(): (room: Pick<RoomView, 'items' | 'threads'>) => readonly string[] {
  const known = new Set<string>()
  let people: readonly string[] = []
  let seen: Pick<RoomView, 'items' | 'threads'> = { items: [], threads: new Map() }

  function look(before: readonly ChatItem[], now: readonly ChatItem[]) {
    if (now === before) return
    const { start, end } = commonEnds(before, now)
    for (let index = start; index < now.length - end; index++) {
      const item = now[index]
      if (item) for (const userId of peopleOf(item)) known.add(userId)
    }
  }

  return (room) => {
    look(seen.items, room.items)
    if (room.threads !== seen.threads)
      for (const [id, answers] of room.threads) look(seen.threads.get(id) ?? [], answers)
    seen = { items: room.items, threads: room.threads }
    if (known.size !== people.length) people = [...known]
    return people
  }
}

function peopleOf(item: ChatItem): string[] {
  if (item.kind === 'gap') return []
  if (item.kind === 'event')
    return 'userId' in item.event ? [item.senderId, item.event.userId] : [item.senderId]
  if (item.kind !== 'message' || item.reactions.length === 0) return [item.senderId]
  return [item.senderId, ...item.reactions.flatMap(({ userIds }) => userIds)]
}
