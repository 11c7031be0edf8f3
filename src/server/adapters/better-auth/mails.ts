/** What Parley writes to people's mailboxes. */
import type { Mail } from '@/server/ports/mailer'

const ignore = 'If this was not you, ignore this mail: nothing happens.'

/** @param site where people reach this installation, without a slash at the end */
export function mailsOf(site: string) {
  return {
    confirm(to: string, token: string): Mail {
      const link = `${site}/account/confirm#${token}`
      const text = `Open this link within a day to finish your registration at Parley:\n\n${link}\n\n${ignore}\n`
      return { to, subject: 'Finish your registration at Parley', text, link }
    },
    alreadyRegistered(to: string): Mail {
      const text = `Somebody has tried to register at Parley with this address, which has an account already. Sign in at ${site}, or ask there for a new password.\n\n${ignore}\n`
      return { to, subject: 'You have an account at Parley already', text }
    },
    reset(to: string, token: string): Mail {
      const link = `${site}/account/reset#${token}`
      const text = `Open this link within an hour to choose a new password for Parley:\n\n${link}\n\n${ignore}\n`
      return { to, subject: 'Choose a new password for Parley', text, link }
    },
  }
}
