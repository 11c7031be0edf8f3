/** A message: its marks, what can be done with it, and what went wrong with it. */
import type { Text } from '../en/text'

export const message: Text['message'] = {
  list: 'Nachrichten',
  newLine: 'Neu',
  gap: 'Neuere Nachrichten sind noch nicht angekommen.',
  gapInside: 'Dazwischen gibt es weitere Nachrichten.',
  loadOlder: 'Ältere Nachrichten laden',
  toFirstNew: 'Zur ersten neuen Nachricht',
  toLatest: 'Zum Neuesten',
  unseen: ' neu',
  looking: 'Die Nachricht wird gesucht …',
  stopLooking: 'Nicht weitersuchen',
  notFound: 'Diese Nachricht wurde nicht gefunden.',
  edited: 'bearbeitet',
  delivery: {
    sent: 'Gesendet',
    delivered: 'Angekommen',
    read: 'Gelesen',
    sending: 'Wird gesendet',
    waiting: 'Wartet auf das Senden',
    failed: 'Nicht gesendet',
  },
  readBy: 'Gelesen von',
  actions: 'Aktionen für die Nachricht',
  reply: 'Antworten',
  replyInThread: 'Im Thread antworten',
  copyText: 'Text kopieren',
  copyLink: 'Link kopieren',
  markUnread: 'Ab hier als ungelesen markieren',
  edit: 'Bearbeiten',
  remove: 'Entfernen',
  textCopied: 'Text kopiert.',
  linkCopied: 'Link kopiert.',
  notCopied: 'Dieser Browser hat Parley das nicht kopieren lassen.',
  copyCode: (language) => `${language === '' ? '' : `${language}-`}Code kopieren`,
  reactWith: (emoji) => `Mit ${emoji} reagieren`,
  moreReactions: 'Weitere Reaktionen',
  inAnswerTo: 'Als Antwort auf',
  earlier: 'Eine frühere Nachricht',
  removed: 'Entfernte Nachricht',
  youRemoved: 'Du hast diese Nachricht entfernt',
  wasRemoved: 'Diese Nachricht wurde entfernt',
  undo: 'Rückgängig',
  replies: (count) => (count === 1 ? '1 Antwort' : `${count} Antworten`),
  newReplies: (count) => `${count} neu`,
}

export const refused: Text['refused'] = {
  retry: 'Noch einmal',
  copy: 'Kopieren',
  discard: 'Verwerfen',
  doNotSend: 'Nicht senden',
  edit: 'Deine Änderung wurde nicht gespeichert.',
  removal: 'Diese Nachricht wurde nicht entfernt.',
  reactionAdded: (emoji) => `Deine Reaktion ${emoji} wurde nicht hinzugefügt.`,
  reactionTakenBack: (emoji) => `Deine Reaktion ${emoji} wurde nicht zurückgenommen.`,
}

const nothingChanged = (what: string) => ({
  full: 'Es warten zu viele Änderungen. Nichts wurde geändert: Versuch es später noch einmal.',
  noSpace:
    'Der Speicher dieses Browsers ist voll. Nichts wurde geändert: Schaff etwas Platz und versuch es noch einmal.',
  failed: `Dieser Browser konnte ${what} nicht speichern. Nichts wurde geändert: Versuch es noch einmal.`,
})

/** Why this browser did not keep what somebody did. */
export const notKept: Text['notKept'] = {
  message: {
    full: 'Es warten zu viele Nachrichten. Diese ist noch hier: Versuch es später noch einmal.',
    noSpace:
      'Der Speicher dieses Browsers ist voll. Die Nachricht ist noch hier: Schaff etwas Platz und versuch es noch einmal.',
    failed: 'Dieser Browser konnte die Nachricht nicht speichern. Sie ist noch hier: Versuch es noch einmal.',
  },
  text: {
    full: 'Es warten zu viele Änderungen. Der Text ist noch hier: Versuch es später noch einmal.',
    noSpace:
      'Der Speicher dieses Browsers ist voll. Der Text ist noch hier: Schaff etwas Platz und versuch es noch einmal.',
    failed: 'Dieser Browser konnte den Text nicht speichern. Er ist noch hier: Versuch es noch einmal.',
  },
  reaction: nothingChanged('deine Reaktion'),
  removal: nothingChanged('das Entfernen'),
  choice: nothingChanged('deine Wahl'),
}
