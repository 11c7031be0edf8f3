/** Words that many places of the interface share. */
import type { Text } from '../en/text'

export const general: Text['general'] = {
  someone: 'Jemand',
  you: 'Du',
  save: 'Speichern',
  cancel: 'Abbrechen',
  close: 'Schließen',
  dismiss: 'Ausblenden',
  copied: 'Kopiert',
  failed: 'Das hat nicht geklappt. Prüfe deine Verbindung und versuch es noch einmal.',
}
