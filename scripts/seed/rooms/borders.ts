/** A private room: permits, stamps and whom one has to be nice to. */

import { ago, day, type RoomStory } from '../story'
import { jonas, mira, oksana, zofia } from '../voices'

export const borders: RoomStory = {
  key: 'borders',
  kind: 'private',
  name: 'Granice i pieczątki',
  topic: 'Poufne: nazwiska, numery, nastroje urzędników',
  members: ['zofia', 'oksana', 'jonas', 'mira'],
  steps: [
    day(16, '08:20'),
    zofia('Stan na dziś: trzy kraje mówią „tak”, jeden mówi „chyba”, jeden chce faks.', { id: 'state' }),
    jonas('Ein Fax? Welches Jahr haben die?', { replyTo: 'state', reactions: { '📠': ['zofia', 'mira'] } }),
    zofia(
      'Rok, w którym faks jest ważniejszy niż minister. Znalazłam faks w bibliotece w Łodzi. Pani bibliotekarka dopinguje.',
      {
        reactions: { '📚': ['mira', 'oksana'] },
      },
    ),
    day(11, '15:00'),
    oksana('Лист від залізниці прийшов. Вони згодні на зміну візків о 03:40, якщо ми самі принесемо каву.', {
      reactions: { '☕': ['zofia', 'jonas', 'mira'] },
    }),
    mira('Coffee is the one thing that we have too much of. Say yes.'),
    day(7, '09:09'),
    zofia('Faks doszedł. Odpowiedź też przyszła faksem. Biblioteka świętuje.', {
      reactions: { '🎊': ['oksana', 'jonas', 'mira'] },
    }),
    jonas('Zofia, du bist das achte Weltwunder.'),
    ago(400),
    zofia(
      'Uwaga na wtorek: w dokumentach wagon 8 ma nadal stary numer. Jeśli ktoś zapyta, mówimy prawdę, tylko powoli.',
      { reactions: { '🤐': ['oksana'], '👍': ['jonas', 'mira'] } },
    ),
    oksana('Повільно вмію. Я з гір.'),
  ],
}
