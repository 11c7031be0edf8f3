/** What frames the application: its start, and its notices above everything. */
import type { Text } from '../en/text'

export const app: Text['app'] = {
  starting: 'Parley startet',
  application: 'Anwendung',
  newVersion: 'Eine neue Version von Parley ist bereit.',
  reload: 'Neu laden',
  later: 'Später',
  sidebar: 'Seitenleiste',
  sidebarWidth: 'Breite der Raumliste',
  storage: 'Speicher',
  /** Why the browser does not keep what it should. */
  storageNotices: {
    'held-up':
      'Ein anderer Tab mit Parley hält diesen hier auf. Schließ die anderen Tabs: Dann geht es hier von selbst weiter, mit allem, was du geschrieben hast.',
    full: 'Der Speicher dieses Browsers ist voll. Nachrichten kommen weiter an, bleiben aber vielleicht nicht auf diesem Gerät. Schaff etwas Platz: Dann geht es von selbst weiter.',
    memory:
      'Dieser Browser speichert nichts für Parley. Was gesendet ist, liegt sicher auf dem Server; was noch wartet, ist weg, sobald du diesen Tab schließt.',
  },
}
