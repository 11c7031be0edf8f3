/** The list of rooms and what is around it. */
import type { Text } from '../en/text'

export const rooms: Text['rooms'] = {
  label: 'Räume',
  newRoom: 'Neuer Raum',
  find: 'Suchen oder wechseln',
  findKeys: 'Strg K',
  none: 'Es gibt noch keinen Raum. Leg den ersten an und lade Leute ein.',
  changeName: 'Namen ändern',
  changeNameHint: 'Namen ändern',
  settings: 'Einstellungen',
  shortcuts: 'Tastenkürzel',
  choose: 'Wähl einen Raum',
  chooseHint: 'Geh in einen deiner Räume, tritt einem offenen bei oder leg einen neuen an.',
  yours: 'Deine Räume',
  openToJoin: 'Offen für alle',
  join: 'Beitreten',
  joinNamed: (name) => `${name} beitreten`,
  muted: 'Stummgeschaltet',
  mentioned: 'Du wirst erwähnt',
  draft: 'Entwurf: ',
  unread: ' ungelesen',
  threadsWithNews: (count) => (count === 1 ? ' Thread mit neuen Antworten' : ' Threads mit neuen Antworten'),
}
