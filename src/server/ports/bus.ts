/**
 * Carries messages between the processes of one installation. A hint, like everything live: messages may be lost, and
 * then those who listen are told that something may be.
 */
export interface Bus {
  /** Sends to every other process; one message, however many they are. Never throws, never waits. */
  publish(header: object, body?: Buffer): void
  /** Who listens; there is one listener. */
  listen(listener: BusListener): void
  /** Whether everything that others publish is heard just now. */
  isWhole(): boolean
  /** Says goodbye to the others. */
  close(): Promise<void>
}

export interface BusListener {
  /** From another process. All processes hear all messages in the same order. */
  message(from: string, header: unknown, body: Buffer): void
  /** Messages may have been missed, here or by everybody: what matters has to be asked for again. */
  missed(): void
  /** That process said goodbye, or has been silent for `limits.busSilentMs`. It may be heard again. */
  gone(process: string): void
}

/** For processes that share a database and nothing else: nothing is sent, and something may always be missed. */
export const noBus: Bus = {
  publish() {},
  listen() {},
  isWhole: () => false,
  async close() {},
}
