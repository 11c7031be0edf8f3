/** The switcher, which goes anywhere and finds messages. */
import { parts } from '../parts'

export const find = {
  hint: 'A room, a person, or words of a message',
  commands: 'Commands',
  here: 'Messages in this browser',
  there: 'More from the server',
  older: 'Show older messages',
  operators: 'Also: from:name, in:room, before:2026-01-31, after:2026-01-31',
  searching: 'Searching…',
  none: 'No message has these words.',
  found: (count: number, more: boolean) =>
    `${count}${more ? ' or more' : ''} ${count === 1 ? 'message' : 'messages'}`,
  whereFrom: <Name>(author: Name, room: Name) => parts`${author} in ${room}`,
  inThread: ', in a thread',
  unreachable: 'The server cannot be reached. Only what is kept in this browser was searched.',
}
