/** Which of several tabs of one user does what only one of them has to do. A port: Web Locks in the browser. */
export interface Lead {
  /** Queues up. The tab leads at once, or when those before it have gone, or did not answer. */
  take(contender: Contender): Candidacy
  /** Whether this tab is the only one; true also where nobody can know. */
  isAlone(): Promise<boolean>
}

/** What a tab hears. */
export interface Contender {
  /** It leads from now on. */
  become(): void
  /** It leads no longer: another tab took its place, as it had not answered. It has queued up again. */
  lose(): void
  /** Another tab waits for what this one has to do. */
  asked(): void
}

export interface Candidacy {
  /** Asks the tab that leads, and takes its place unless that answers within a few seconds. */
  challenge(): void
  /** Lets another tab lead. */
  leave(): void
}
