/** An archived room: a journey that is over. */

import { day, type RoomStory } from '../story'
import { jonas, kenji, mira, oksana, zofia } from '../voices'

export const malmo: RoomStory = {
  key: 'malmo',
  kind: 'public',
  name: 'Provresa Malmö',
  topic: 'En vagn, en natt, inga passagerare',
  members: ['mira', 'jonas', 'kenji', 'zofia', 'oksana'],
  steps: [
    day(30, '20:12'),
    mira('Alla ombord! Vi rullar 20:12, enligt tidtabellen och enligt min mormors klocka.', {
      reactions: { '🚂': ['jonas', 'kenji', 'oksana'] },
    }),
    jonas('Bremsprobe in Ordnung. Die Thermoskanne auch.'),
    kenji('橋の上から海が見えます。月も。', { reactions: { '🌕': ['mira', 'zofia', 'oksana'] } }),
    day(29, '02:40'),
    zofia('Kto nie śpi?'),
    oksana('Ніхто не спить. Це ж нічний потяг.', {
      reactions: { '😄': ['zofia', 'mira', 'jonas', 'kenji'] },
    }),
    day(29, '06:05'),
    mira(
      'Malmö. Två minuter före. Ingen på perrongen utom en mås och en kvinna som applåderade. Tack, allihop.',
      { reactions: { '🎉': ['jonas', 'kenji', 'zofia', 'oksana'], '🐦': ['kenji'] } },
    ),
    jonas('Protokoll liegt im Ordner. Ich mache hier zu, bevor noch jemand weint.'),
    { happens: 'archived', by: 'mira' },
  ],
}
