/** What the server tells whoever runs it. Never what people wrote, nor anything that lets somebody in. */

/** Plain values only: an object could carry anything. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface Log {
  /** A line for the person who started the server, word for word. */
  say(text: string): void
  /** @param event what happened: a short constant name */
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** Tells the error's name, code, frames and causes (LO-02), not its message, which may quote what people wrote. */
  error(event: string, error: unknown, fields?: LogFields): void
}
