/** Brings a text to somebody's mailbox, or to whoever runs the server. */
export interface Mail {
  to: string
  subject: string
  /** Plain text, the link included. */
  text: string
  /** The one address in it that matters, where there is one. */
  link?: string
}

export interface Mailer {
  /** Resolves when somebody else has taken it over. Rejects when nobody did; it is not tried again. */
  send(mail: Mail): Promise<void>
  close(): void
}
