/** What the machine knows about its network, and whether somebody sees the page. A port. */
export interface Connectivity {
  /** Whether the machine says that it has no network at all. Believed until the server answers; the contrary never is. */
  isOffline(): boolean
  /** Calls back when `isOffline` may have changed. */
  onChange(callback: () => void): () => void
  /** Calls back whenever it is worth trying at once: the network is back, or somebody looks at the page again. */
  onWake(callback: () => void): () => void
  /** Whether somebody can see the page. Where nobody can, browsers call timers up to a minute late. */
  isSeen(): boolean
}
