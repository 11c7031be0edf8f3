/** Who follows which thread, and how far they have read it. */
import type { FollowThreadInput, ListedThread, ThreadInput, ThreadState } from '@/contract/threads'

/** Each answers undefined when there is no such thread for this user. @throws ParleyError UNAVAILABLE */
export interface Threads {
  /** Somebody who never had to do with it does not follow it, and has read nothing. */
  state(userId: string, input: ThreadInput): Promise<ThreadState | undefined>
  /** What is there already counts as read by whoever begins to follow. Undefined too where too many do. */
  follow(userId: string, input: FollowThreadInput): Promise<boolean | undefined>
  /** Raises the position; answers the one that stands now. */
  raiseRead(userId: string, input: ThreadInput, position: number): Promise<number | undefined>
  /** Those that the user follows, in the rooms they are in, the latest answers first. */
  list(userId: string, limit: number): Promise<ListedThread[]>
}
