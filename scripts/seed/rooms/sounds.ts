/** Where nothing has to be decided: music, films and the view from the window. */

import { ago, day, type RoomStory } from '../story'
import { beatriz, emre, kenji, layla, mira, noam, oksana, tomas, yu } from '../voices'

export const sounds: RoomStory = {
  key: 'sounds',
  kind: 'public',
  name: 'Window seat',
  topic: 'What you see, hear and read on the way',
  members: ['layla', 'emre', 'kenji', 'noam', 'oksana', 'beatriz', 'tomas', 'yu', 'mira'],
  steps: [
    day(13, '23:30'),
    emre('Bu gecenin sorusu: rayların sesi 3/4 mü, 4/4 mü?', { id: 'rhythm' }),
    kenji('日本では昔「ガタンゴトン」、2拍子です。', { thread: 'rhythm' }),
    beatriz('Em Portugal é “pouca-terra, pouca-terra”. Quatro por quatro, com saudade.', {
      thread: 'rhythm',
      reactions: { '🎵': ['emre', 'mira', 'tomas'] },
    }),
    oksana('«Тук-тук, тук-тук», а на стрілці — джаз.', { thread: 'rhythm', reactions: { '🎷': ['emre'] } }),
    noam('ברכבת ישראל זה תלוי כמה מאחרים.', { thread: 'rhythm', reactions: { '😂': ['tomas', 'layla'] } }),
    layla('في لبنان لم يبق إلا صوت القطار في أغاني فيروز. لذلك أنا هنا.', {
      thread: 'rhythm',
      reactions: { '❤️': ['mira', 'oksana', 'emre', 'noam', 'beatriz', 'kenji'] },
    }),
    day(8, '06:58'),
    yu('今天的窗外：雾、三只白鹭、一个钓鱼的老人。他向火车挥手，我也挥手。', {
      reactions: { '👋': ['kenji', 'mira', 'beatriz', 'layla'] },
    }),
    day(5, '20:44'),
    noam('המלצה לקריאה: ספר על שומר מגדלור שמקבל דואר רק פעם בשנה. (English title: “Mail Day”.)', {
      id: 'book',
    }),
    mira('Lending it to the on-board library. The library is a shelf. The shelf is car 9.', {
      replyTo: 'book',
      reactions: { '📖': ['noam', 'layla', 'kenji'] },
    }),
    day(2, '19:15'),
    tomas('Viendo llover sobre la vía 8 de Zaragoza. No hay tren. No hay prisa. Se está bien.', {
      reactions: { '🌧️': ['layla', 'mira'] },
    }),
    kenji('それは俳句ですね。', { reactions: { '🍃': ['tomas', 'yu'] } }),
    ago(500),
    oksana('🌅'),
    beatriz('🌊🚆'),
    ago(210),
    layla(
      'قائمة موسيقى للّيلة الأولى: https://owl-express.example/night-1 أضيفوا أغنية واحدة لكل شخص. واحدة يا @Emre Yıldız.',
      { id: 'playlist', reactions: { '☝️': ['emre'] } },
    ),
    emre('Bir… albüm sayılır mı?', { replyTo: 'playlist', reactions: { '🙈': ['layla', 'mira', 'noam'] } }),
  ],
}
