/** Which room comes before or after another one in the list. Pure. */
import type { JoinedRoom } from './use-rooms'

/** As the list does it. `unnamed`: how rooms of no workspace are called. */
interface Order {
  byName: (a: string, b: string) => number
  unnamed: string
}

type ListedRoom = Pick<JoinedRoom, 'roomId' | 'unread' | 'threads' | 'muted' | 'workspace'>

/**
 * From the last to the first and back; undefined where there is no other (NT-11).
 *
 * @param joined by name; the list shows them by workspace
 * @param onlyNews rooms with something unread, other than muted ones
 */
export function nextRoom(
  joined: readonly ListedRoom[],
  current: string | undefined,
  step: 1 | -1,
  onlyNews: boolean,
  { byName, unnamed }: Order,
): string | undefined {
  const nameOf = ({ workspace }: ListedRoom) => workspace?.name ?? unnamed
  const rooms = joined.toSorted((a, b) => byName(nameOf(a), nameOf(b)))
  const at = rooms.findIndex(({ roomId }) => roomId === current)
  const after = [...rooms.slice(at + 1), ...rooms.slice(0, Math.max(at, 0))]
  const before = at < 0 ? rooms.toReversed() : after.toReversed()
  return (step === 1 ? after : before).find((room) => !onlyNews || hasNews(room))?.roomId
}

function hasNews({ unread, threads = [], muted = false }: ListedRoom): boolean {
  return !muted && (unread > 0 || threads.length > 0)
}
