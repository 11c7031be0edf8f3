/** The line about the connection. */
import type { Text } from '../en/text'

export const connection: Text['connection'] = {
  label: 'Verbindung',
  connecting: 'Verbindung wird hergestellt …',
  offline: 'Du bist offline.',
  reconnecting: 'Verbindung wird wiederhergestellt …',
  catchingUp: (done, of) => `Wird nachgeholt: ${done} von ${of}`,
  signedOut: 'Du bist abgemeldet.',
  signInAgain: 'Wieder anmelden',
  messagesWaiting: ({ count, shown }) => (count === 1 ? '1 Nachricht wartet' : `${shown} Nachrichten warten`),
  changesWaiting: ({ count, shown }) => (count === 1 ? '1 Änderung wartet' : `${shown} Änderungen warten`),
}
