/** How a room is made, or a conversation with one person. */
import type { MoreText } from '../en/more-text'

export const newRoom: MoreText['newRoom'] = {
  name: 'Name des Raums',
  firstName: 'Name des ersten Raums',
  makeFirst: 'Anlegen',
  nowhere:
    'Du bist noch in keinem Arbeitsbereich. Lass dir einen Einladungslink geben, oder lege in den Einstellungen einen eigenen an.',
  nameExample: 'Pläne fürs Wochenende',
  nameLimits: (most) => `Der Name eines Raums hat 1 bis ${most} Zeichen und steht in einer Zeile.`,
  whoFinds: 'Wer ihn finden kann',
  kinds: {
    public: { title: 'Öffentlich', text: 'Alle hier können ihn finden und beitreten.' },
    private: { title: 'Privat', text: 'Nur seine Mitglieder wissen, dass es ihn gibt.' },
    direct: { title: 'Direkt', text: 'Zwischen dir und einer anderen Person.' },
  },
  workspace: 'In',
  create: 'Raum anlegen',
  withWhom: 'Mit wem',
  writeTo: 'Anschreiben',
}
