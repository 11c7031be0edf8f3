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
  panelWidth: 'Breite des Seitenbereichs',
  storage: 'Speicher',
}
