/** From a token's identity to somebody with a name. */
import { displayName } from '@/contract/primitives'
import type { Actor } from '@/server/ports/room-directory'
import type { Identity } from '@/server/ports/token-verifier'

/** The provider's name where it is one that we would take, else "Guest". Used only for a profile that does not exist yet. */
export function actorOf({ userId, name }: Identity): Actor {
  const parsed = displayName.safeParse(name)
  return { userId, name: parsed.success ? parsed.data : 'Guest' }
}
