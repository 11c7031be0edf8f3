/** What to tell people when this browser does not take what they did: what happened, and what to do. */
import type { Text } from '@/client/language/en/text'
import { StorageFullError } from '@/client/sync/local-store'

/** What somebody did; `choice`: tried a refused message again, or gave it up. */
export type Deed = keyof Text['notKept']

/** Undefined when it is kept. `taken` is what `RoomActions` answers. Never rejects. */
export async function whyNotKept(
  deed: Deed,
  taken: Promise<boolean>,
  { notKept }: Text,
): Promise<string | undefined> {
  try {
    return (await taken) ? undefined : notKept[deed].full
  } catch (error) {
    return error instanceof StorageFullError ? notKept[deed].noSpace : notKept[deed].failed
  }
}
