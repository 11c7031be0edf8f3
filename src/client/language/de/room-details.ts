/** All about a room: its people, and what one may do there. */
import type { MoreText } from '../en/more-text'

export const roomDetails: MoreText['roomDetails'] = {
  nameAndTopic: 'Name und Thema',
  topic: 'Thema',
  topicHint: 'Worum es in diesem Raum geht',
  topicLimits: (most) => `Ein Thema hat höchstens ${most} Zeichen und steht in einer Zeile.`,
  addPeople: 'Personen hinzufügen',
  add: 'Hinzufügen',
  findByName: 'Name',
  nobodyFound: 'Hier ist niemand mit diesem Namen.',
  archive: 'Archivieren',
  openAgain: 'Wieder öffnen',
  leave: 'Verlassen',
  leaveRoom: 'Raum verlassen',
  joinAgain: 'Du kannst jederzeit wieder beitreten.',
  letInAgain: 'Nur seine Mitglieder können dich wieder hereinlassen.',
  goesTo: 'Der Raum geht an die Person, die am längsten Admin oder am längsten dabei ist.',
  members: 'Mitglieder',
  banned: 'Gesperrt',
  ban: 'Sperren',
  liftBan: 'Sperre aufheben',
  liftBanOn: (name) => `Sperre von ${name} aufheben`,
  handOver: 'Den Raum übergeben',
  notifyOf: 'Benachrichtige mich über',
  asInSettings: {
    everything: 'Wie in den Einstellungen (alles)',
    mentions: 'Wie in den Einstellungen (Erwähnungen)',
  },
  nothing: 'Nichts',
}

/** In place of a room that one is not in. */
export const closedRoom: MoreText['closedRoom'] = {
  notFound: 'Raum nicht gefunden',
  notFoundWhy: 'Diesen Raum gibt es nicht, oder du bist nicht Mitglied.',
  join: 'Raum beitreten',
  joinFirst: ({ count, shown }) =>
    `${count === 1 ? 'Eine Person ist' : `${shown} Personen sind`} in diesem Raum. Tritt bei, um mitzulesen und zu schreiben.`,
}
