/** Where there is no mail: whoever runs the server reads the link on its console, and passes it on. */
import type { Mailer } from '@/server/ports/mailer'

/** @param say prints one line */
export function createConsoleMailer(say: (line: string) => void): Mailer {
  return {
    async send({ to, subject, link }) {
      say(`Mail for ${to}: ${subject}${link === undefined ? '' : `: ${link}`}`)
    },
    close() {},
  }
}
