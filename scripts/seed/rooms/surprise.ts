/** A private room that one person must not hear of. */

import { ago, day, type RoomStory } from '../story'
import { amelie, emre, layla, mira, oksana } from '../voices'

export const surprise: RoomStory = {
  key: 'surprise',
  kind: 'private',
  name: '🤫 Jonas wird 50',
  topic: 'Er liest alles. Nur nicht das hier.',
  members: ['amelie', 'mira', 'emre', 'layla', 'oksana'],
  unread: { mira: 'song' },
  steps: [
    day(6, '21:00'),
    amelie('Bon. Jonas a cinquante ans le 21. La nuit du premier train. Il croit que personne ne le sait.', {
      id: 'secret',
      reactions: { '🤭': ['mira', 'emre', 'layla', 'oksana'] },
    }),
    emre('Gitarı ben akort ederim. Ama şarkıyı kim söyleyecek?', { id: 'who-sings' }),
    mira('Everybody. Badly. He will be trapped in a moving train.', {
      replyTo: 'who-sings',
      reactions: { '😈': ['emre', 'amelie', 'layla'] },
    }),
    layla('الكعكة على شكل لوكوموتيف؟ أعرف خبازاً في كولونيا يحب التحديات.', {
      reactions: { '🎂': ['amelie', 'mira', 'oksana'] },
    }),
    day(4, '18:18'),
    oksana('Подарунок: старий ліхтар кондуктора, 1938. Я відреставрувала, світить тепло.', {
      id: 'lamp',
      reactions: { '🥹': ['mira', 'amelie', 'layla'] },
    }),
    amelie('Oksana… il va pleurer. Il dira que c’est la fumée.', { replyTo: 'lamp' }),
    mira(
      'He came into the galley just now and asked why I closed the laptop. I said “taxes”. He left at once.',
      { reactions: { '😂': ['amelie', 'emre', 'layla', 'oksana'] } },
    ),
    ago(15),
    emre('Şarkı hazır! Nakarat yedi dilde. @Mira Lindqvist İsveççe kıtayı sen yazıyorsun.', {
      id: 'song',
      reactions: { '🎶': ['layla', 'amelie'] },
    }),
  ],
}
