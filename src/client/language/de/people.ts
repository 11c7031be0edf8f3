/** People and their roles, and words that what opens later shares. */
import type { MoreText } from '../en/more-text'

export const people: MoreText['people'] = {
  label: 'Personen',
  yourName: 'Dein Name',
  nameLimits: (most) => `Ein Name hat 1 bis ${most} Zeichen und steht in einer Zeile.`,
  ofYourself: ' (du)',
  roles: { owner: 'Inhaber:in', admin: 'Admin', member: 'Mitglied', guest: 'Gast' },
  makeAdmin: 'Zum Admin machen',
  takeAdminAway: 'Admin-Rolle entziehen',
  remove: 'Entfernen',
  actOn: (name) => `Aktionen für ${name}`,
  count: ({ count, shown }) => (count === 1 ? '1 Person' : `${shown} Personen`),
}

export const shared: MoreText['shared'] = {
  asking: 'Wird geladen …',
  on: 'An',
  off: 'Aus',
  panelWidth: 'Breite des Seitenbereichs',
  closeNamed: (title) => `${title} schließen`,
  saveAsFile: 'Als Datei speichern',
  goToYourRooms: 'Zu deinen Räumen',
}
