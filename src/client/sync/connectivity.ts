/** What the machine knows about its network. A port. */
export interface Connectivity {
  /** Calls back whenever it is worth trying at once: the network is back, or somebody looks at the page again. */
  onWake(callback: () => void): () => void
}
