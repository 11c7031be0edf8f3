/** What one can do with the messages of a room. */
import type { MessageItem, RoomActions } from '@/client/sync/view'

export interface MessageActions
  extends Pick<RoomActions, 'edit' | 'remove' | 'react' | 'retry' | 'discard'>,
    Partial<MessageWays> {}

/** What can be done with a message besides changing it; left out where it cannot. */
export interface MessageWays {
  /** Begins an answer to it. */
  reply: (messageId: string) => void
  /** Shows it in its place. */
  goTo: (messageId: string) => void
  /** An edit that was begun from the composer is over. */
  edited: () => void
  /** The address that opens its room, or its thread, at this message. */
  linkTo: (item: MessageItem) => string
  /** Opens the thread that begins with it. */
  openThread: (messageId: string) => void
  /** It and all after it are unread again. */
  markUnread: (seq: number) => void
  /** Asks at once for what is known to be missing at the end. */
  loadNewer: RoomActions['loadNewer']
  /** Asks for what is missing in the middle. */
  loadBetween: RoomActions['loadBetween']
}
