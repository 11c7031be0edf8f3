/** Workspaces: who is in them, the links that let somebody in, and what happened. */
import type { MoreText } from '../en/more-text'

export const workspace: MoreText['workspace'] = {
  list: 'Arbeitsbereiche',
  new: 'Neuer Arbeitsbereich',
  create: 'Arbeitsbereich anlegen',
  label: 'Arbeitsbereich',
  name: 'Name des Arbeitsbereichs',
  rename: 'Name',
  invitePeople: 'Personen einladen',
  leave: 'Verlassen',
  leaveWorkspace: 'Arbeitsbereich verlassen',
  whatLeavingMeans: 'Du verlässt alle seine Räume. Was du geschrieben hast, bleibt dort.',
  goesTo: ' Der Arbeitsbereich geht an die Person, die am längsten Admin oder am längsten dabei ist.',
  makeMember: 'Zum Mitglied machen',
  handOver: 'Den Arbeitsbereich übergeben',
  openInvitations: 'Offene Einladungen',
  openInvitation: (role, used, uses, until) => `${role}, ${used} von ${uses} genutzt, gültig bis ${until}`,
  takeBack: 'Zurückziehen',
}

export const invite: MoreText['invite'] = {
  label: 'Einladen',
  submit: 'Link erstellen',
  uses: 'Für',
  usesOptions: { one: 'Eine Person', ten: 'Zehn Personen', many: 'Alle, die ihn haben' },
  hours: 'Gültig für',
  hoursOptions: { day: 'Einen Tag', week: 'Eine Woche', month: 'Einen Monat' },
  role: 'Als',
  made: 'Wer diesen Link hat, kann beitreten. Er wird nicht noch einmal gezeigt; zurückziehen kannst du ihn jederzeit.',
}
