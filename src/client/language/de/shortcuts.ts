/** The sheet of shortcuts. */
import type { MoreText } from '../en/more-text'

export const shortcuts: MoreText['shortcuts'] = {
  everywhere: 'Überall',
  whileWriting: 'Beim Schreiben',
  shift: 'Umschalt',
  control: 'Strg',
  escape: 'Esc',
  keys: {
    'previous-room': 'Voriger Raum',
    'next-room': 'Nächster Raum',
    'previous-unread': 'Voriger Raum mit Ungelesenem',
    'next-unread': 'Nächster Raum mit Ungelesenem',
    sheet: 'Diese Tastenkürzel',
    send: 'Senden',
    break: 'Neue Zeile',
    'edit-latest': 'Deine letzte Nachricht bearbeiten, solange nichts geschrieben ist',
    bold: 'Fett',
    italic: 'Kursiv',
    code: 'Code',
  },
  closeOpen: 'Schließen, was offen ist',
  leaveEdit: 'Bearbeiten oder Antworten abbrechen',
}
