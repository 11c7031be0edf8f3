/** The machine's word that it has no network, until the server's answer shows it wrong: a VPN may hide one that works. */
import type { Connectivity } from './connectivity'

export interface OfflineWord {
  /** The machine says so, and nothing has shown it wrong since. */
  isOffline(): boolean
  /** A request leaves; to be called when the server itself has answered it. */
  asked(): () => void
  close(): void
}

/** @param changed the machine says something else, or was shown wrong */
export function doubtOffline(connectivity: Connectivity, changed: () => void): OfflineWord {
  /** How often the machine has spoken, and which of its words was shown wrong. */
  let word = 0
  let wrong: number | undefined

  const isOffline = () => connectivity.isOffline() && wrong !== word

  return {
    isOffline,
    asked() {
      const asked = word
      return () => {
        // An answer to something asked earlier may have come before the network went.
        if (asked !== word || !isOffline()) return
        wrong = word
        changed()
      }
    },
    close: connectivity.onChange(() => {
      word += 1
      changed()
    }),
  }
}
