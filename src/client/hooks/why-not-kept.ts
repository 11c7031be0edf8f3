/** What to tell people when this browser does not take what they did: what happened, and what to do. */
import { StorageFullError } from '@/client/sync/local-store'

const notices = {
  message: {
    full: 'Too many messages are waiting. This one is still here: try again later.',
    noSpace: 'This browser’s storage is full. The message is still here: free some space, and try again.',
    failed: 'This browser could not keep the message. It is still here: try again.',
  },
  text: {
    full: 'Too many changes are waiting. The text is still here: try again later.',
    noSpace: 'This browser’s storage is full. The text is still here: free some space, and try again.',
    failed: 'This browser could not keep the text. It is still here: try again.',
  },
  reaction: nothingChanged('your reaction'),
  removal: nothingChanged('the removal'),
  /** To try a refused message again, or to give it up. */
  choice: nothingChanged('your choice'),
} as const

/** What somebody did. */
export type Deed = keyof typeof notices

/** Undefined when it is kept. `taken` is what `RoomActions` answers. Never rejects. */
export async function whyNotKept(deed: Deed, taken: Promise<boolean>): Promise<string | undefined> {
  try {
    return (await taken) ? undefined : notices[deed].full
  } catch (error) {
    return error instanceof StorageFullError ? notices[deed].noSpace : notices[deed].failed
  }
}

function nothingChanged(what: string) {
  return {
    full: 'Too many changes are waiting. Nothing was changed: try again later.',
    noSpace: 'This browser’s storage is full. Nothing was changed: free some space, and try again.',
    failed: `This browser could not keep ${what}. Nothing was changed: try again.`,
  }
}
