/** Sends mail over SMTP. */
import { createTransport } from 'nodemailer'
import type { Mailer } from '@/server/ports/mailer'

export interface SmtpOptions {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  url: string
  /** Whom the mail is from: `Parley <parley@example.org>`. */
  from: string
}

/** How long (ms) a mail server may take for each step. */
const patienceMs = 15_000

export function createSmtpMailer({ url, from }: SmtpOptions): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // Texts are ours; nothing is ever fetched for a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text })
    },
    close: () => transport.close(),
  }
}
