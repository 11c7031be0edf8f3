/** The picker of emoji. */
import type { MoreText } from '../en/more-text'

export const emoji: MoreText['emoji'] = {
  find: 'Emoji suchen',
  none: 'So ein Emoji gibt es nicht.',
  groups: {
    smileys: 'Gesichter',
    people: 'Menschen',
    nature: 'Tiere und Natur',
    food: 'Essen und Trinken',
    travel: 'Reisen und Orte',
    activities: 'Aktivitäten',
    objects: 'Gegenstände',
    symbols: 'Symbole',
    flags: 'Flaggen',
  },
}
