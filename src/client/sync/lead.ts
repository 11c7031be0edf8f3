/** Which of several tabs of one user does what only one of them has to do. A port: Web Locks in the browser. */
export interface Lead {
  /** Calls back when this tab is the one, at once or when the others have gone. The answer lets another tab be it. */
  take(become: () => void): () => void
  /** Whether this tab is the only one; true also where nobody can know. */
  isAlone(): Promise<boolean>
}
