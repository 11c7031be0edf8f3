/** Conversations between two. */

import { ago, type DirectStory, day } from '../story'
import { amelie, jonas, kenji, layla, mira, oksana } from '../voices'

export const directs: DirectStory[] = [
  {
    key: 'mira-jonas',
    kind: 'direct',
    members: ['mira', 'jonas'],
    unread: { mira: 'quiet' },
    steps: [
      day(12, '21:50'),
      jonas('Bist du noch wach?'),
      mira('We are building a night train, Jonas. Always.', { reactions: { '😄': ['jonas'] } }),
      jonas('Wagen 4 fährt jetzt in beide Richtungen. Ich wollte es jemandem erzählen, der es versteht.', {
        id: 'both',
      }),
      mira('I understand it so much that I am standing in my kitchen with both arms in the air.', {
        replyTo: 'both',
        reactions: { '🙌': ['jonas'] },
      }),
      day(3, '08:12'),
      mira('Can you sign the form for the brake test? Page 3, next to the coffee stain.'),
      jonas('Unterschrieben. Der Fleck ist jetzt ein Stempel.'),
      ago(29),
      jonas('Sag mal, warum sind alle so still, wenn ich in die Küche komme?', { id: 'quiet' }),
    ],
  },
  {
    key: 'mira-layla',
    kind: 'direct',
    members: ['layla', 'mira'],
    steps: [
      day(9, '19:00'),
      layla('ميرا، هل يمكن أن تكون الإعلانات في القطار بصوت الركاب؟ كل محطة بصوت شخص من أهلها.', {
        id: 'voices',
      }),
      mira(
        'That is the best idea that anybody has had since the wheel. Can you record Beirut, even if we do not stop there?',
        { replyTo: 'voices', reactions: { '❤️': ['layla'] } },
      ),
      layla('سجلتها أمس. جدتي تقول «بيروت» كأنها تنادي أحداً.'),
      mira('Then she opens every journey.', { reactions: { '🥹': ['layla'] } }),
      ago(150),
      layla('غداً الساعة ١٨:٠٠ عند العربة ٤؟ سأحضر الطلاء.'),
      mira('I will bring tea. And gloves that are not yours.', { reactions: { '🧤': ['layla'] } }),
    ],
  },
  {
    key: 'mira-amelie',
    kind: 'direct',
    members: ['amelie', 'mira'],
    steps: [
      day(5, '07:40'),
      amelie('Dis-moi franchement : la soupe d’hier ?'),
      mira('Frankly? I dreamt of it.'),
      amelie('C’était du dal, Mira.', { reactions: { '😂': ['mira'] } }),
      mira('Then I dreamt of dal. Both can stay.'),
    ],
  },
  {
    key: 'kenji-oksana',
    kind: 'direct',
    members: ['kenji', 'oksana'],
    steps: [
      day(10, '05:30'),
      oksana('Кенджі, яка ширина колії на твоєму велосипеді? 🙂'),
      kenji('ゼロミリです。でも気持ちは1520ミリです。', { reactions: { '😂': ['oksana'] } }),
    ],
  },
]
