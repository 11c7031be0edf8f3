/** The switcher, which goes anywhere and finds messages. Its operators are the same in every language. */
import type { MoreText } from '../en/more-text'
import { parts } from '../parts'

export const find: MoreText['find'] = {
  hint: 'Ein Raum, eine Person oder Wörter einer Nachricht',
  commands: 'Befehle',
  here: 'Nachrichten in diesem Browser',
  there: 'Weitere vom Server',
  older: 'Ältere Nachrichten zeigen',
  operators: 'Auch: from:Name (von), in:Raum, before:2026-01-31 (davor), after:2026-01-31 (danach)',
  searching: 'Suche läuft …',
  none: 'Keine Nachricht enthält diese Wörter.',
  found: (count, more) => `${count}${more ? ' oder mehr' : ''} ${count === 1 ? 'Nachricht' : 'Nachrichten'}`,
  whereFrom: (author, room) => parts`${author} in ${room}`,
  inThread: ', in einem Thread',
  unreachable:
    'Der Server ist nicht erreichbar. Durchsucht wurde nur, was in diesem Browser gespeichert ist.',
}
