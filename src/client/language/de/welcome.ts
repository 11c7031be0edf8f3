/** The first screen, and where the link of an invitation leads. */
import type { MoreText } from '../en/more-text'
import { parts } from '../parts'

export const welcome: MoreText['welcome'] = {
  title: 'Willkommen bei Parley',
  promise:
    'Ein Chat, der nie eine Nachricht verliert, doppelt zeigt oder vertauscht, egal was deine Verbindung macht.',
  start: 'Loslegen',
  noAccount: 'Ohne Konto, ohne Passwort. Deinen Namen kannst du später ändern.',
  haveAccount: 'Ich habe ein Konto',
  isNew: 'Ich bin neu hier',
  asGuest: 'Ohne Konto weitermachen',
}

export const invitation: MoreText['invitation'] = {
  title: 'Eine Einladung',
  invites: (who, workspace) => parts`${who} lädt dich zu ${workspace} ein`,
  intoRoom: (room) => parts`Du kommst direkt in ${room}.`,
  accept: 'Beitreten',
  notNow: 'Jetzt nicht',
}
