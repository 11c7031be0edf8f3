/** A room: its head, its conversation, and what happens in it. */
import type { Text } from '../en/text'

export const room: Text['room'] = {
  thisRoom: 'diesen Raum',
  kinds: { public: 'Öffentlicher Raum', private: 'Privater Raum', direct: 'Direktnachrichten' },
  archivedRoom: 'Archivierter Raum',
  back: 'Zurück zu den Räumen',
  about: 'Über diesen Raum',
  members: ({ count, shown }) => (count === 1 ? '1 Mitglied' : `${shown} Mitglieder`),
  betweenTwo: 'Nur zwischen euch beiden',
  hereNow: 'Gerade da',
  archived: 'Dieser Raum ist archiviert: Man kann ihn lesen, aber nichts Neues schreiben.',
  begins: 'Hier beginnt das Gespräch.',
  empty: 'Noch keine Nachrichten',
  sayFirst: (name) => `Schreib das Erste in ${name}. Es bleibt hier für alle, die beitreten.`,
  sayFirstTo: (name) => `Schreib ${name} das Erste. Es bleibt zwischen euch beiden.`,
  loading: 'Nachrichten werden geladen',
  typing: 'Wer schreibt',
  isTyping: (name) => `${name} schreibt …`,
  areTyping: (name, other) => `${name} und ${other} schreiben …`,
  severalTyping: 'Mehrere schreiben …',
  arrived: (count) => `${count} neue Nachrichten`,
}

export const roomEvents: Text['roomEvents'] = {
  joined: ({ who }) => `${who} ist beigetreten`,
  left: ({ who }) => `${who} ist gegangen`,
  added: ({ who, whom }) => `${who} hat ${whom} hinzugefügt`,
  removed: ({ who, whom }) => `${who} hat ${whom} entfernt`,
  banned: ({ who, whom }) => `${who} hat ${whom} gesperrt`,
  unbanned: ({ who, whom }) => `${who} hat die Sperre von ${whom} aufgehoben`,
  archived: ({ who }) => `${who} hat den Raum archiviert`,
  unarchived: ({ who }) => `${who} hat den Raum wieder geöffnet`,
  renamed: (who, name) => `${who} hat den Raum „${name}“ genannt`,
  topic: (who, topic) => `${who} hat das Thema gesetzt: ${topic}`,
  noTopic: (who) => `${who} hat das Thema entfernt`,
  role: {
    owner: (whom) => `${whom} ist jetzt Inhaber:in`,
    admin: (whom) => `${whom} ist jetzt Admin`,
    member: (whom) => `${whom} ist jetzt Mitglied`,
  },
}
