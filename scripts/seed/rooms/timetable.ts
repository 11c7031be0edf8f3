/** Where minutes are won: paths, stops and connections. */

import { ago, day, type RoomStory } from '../story'
import { beatriz, kenji, mira, oksana, priya, tomas, zofia } from '../voices'

export const timetable: RoomStory = {
  key: 'timetable',
  kind: 'public',
  name: 'Horarios',
  topic: 'Porto – Lyon – Berlin – Przemyśl, y vuelta. Cada minuto tiene dueño.',
  members: ['tomas', 'kenji', 'priya', 'zofia', 'oksana', 'beatriz', 'mira'],
  unread: { mira: 'basel' },
  steps: [
    day(18, '09:12'),
    tomas(
      'Primer borrador, con todo el cariño:\n\n```\nLyon Part-Dieu      21:47\nMulhouse            00:58\nBasel Bad           01:26\nFrankfurt Süd       05:02\nBerlin Ostbahnhof   09:31\n```\n\nHay veinte minutos escondidos. El que los encuentre, elige el nombre de una locomotora.',
      {
        id: 'draft',
        reactions: { '👀': ['kenji', 'priya'], '🕘': ['mira', 'zofia'] },
      },
    ),
    kenji('バーゼルの停車が26分あります。機関車交換なら14分で足ります。', {
      replyTo: 'draft',
      reactions: { '🎯': ['tomas', 'priya', 'mira'] },
    }),
    tomas('…doce minutos. En ocho minutos de reloj. Me retiro.', {
      reactions: { '😂': ['kenji', 'beatriz', 'priya'] },
    }),
    priya('बाकी 8 मिनट फ़ुल्दा के पास हैं: हम एक मालगाड़ी के पीछे चलते हैं, जो रविवार को चलती ही नहीं।', {
      id: 'fulda',
      reactions: { '🤯': ['tomas', 'kenji'] },
    }),
    tomas('Vale. @Priya Sharma elige nombre. Por favor, que no sea «Tomás pierde».', { replyTo: 'fulda' }),
    priya('“तूफ़ान”. मतलब तूफ़ान। देर से आने वाला तूफ़ान नहीं।', {
      reactions: { '🌪️': ['tomas', 'mira', 'kenji', 'oksana'] },
    }),
    day(13, '13:37'),
    zofia(
      'W Poznaniu dają nam tor 6 zamiast 3. Do tramwaju dwa razy dalej. Czy ktoś ma coś przeciwko, żebym była *bardzo* uprzejma w odpowiedzi?',
      { id: 'poznan' },
    ),
    oksana('Будь ввічлива. Вони цього бояться найбільше.', {
      replyTo: 'poznan',
      reactions: { '😇': ['zofia', 'mira'] },
    }),
    zofia('Mamy tor 3.', { after: 95, reactions: { '👑': ['tomas', 'mira', 'beatriz', 'oksana', 'kenji'] } }),
    day(8, '08:02'),
    beatriz(
      'Para quem vem do Algarve: o regional das 17:23 chega a Lisboa às 20:51. Se a nossa coruja sair às 21:10, toda a gente apanha. Se sair às 21:05, só quem corre.',
    ),
    kenji('走る人のために21:10にしましょう。走らない人のためにも。', {
      reactions: { '🏃': ['beatriz', 'tomas'] },
    }),
    day(4, '10:26'),
    mira('How much reserve do we have between Lyon and Berlin now?', { id: 'reserve' }),
    kenji('31分です。うち7分はドラマのためです。', {
      thread: 'reserve',
      reactions: { '🎬': ['mira', 'tomas'] },
    }),
    tomas('El drama siempre es en Basilea.', { thread: 'reserve' }),
    priya('सिम्युलेटर में 500 रातें चलाईं: 483 समय पर, 14 पाँच मिनट से कम देरी, 3 बर्फ़।', {
      thread: 'reserve',
      reactions: { '❄️': ['oksana', 'kenji'], '📈': ['mira'] },
    }),
    mira('96.6 % on time, in a simulation that includes snow. I love you all.', { thread: 'reserve' }),
    ago(300),
    tomas('~~21:47~~ **21:49** desde Lyon. Dos minutos más para la abuela de la neta de Beatriz.', {
      id: 'granny',
      edited: '~~21:47~~ **21:49** desde Lyon. Dos minutos más para la señora de Campanhã y su nieta.',
      reactions: { '👵': ['beatriz', 'mira'] },
    }),
    ago(52),
    tomas('Última hora desde Basilea: nos quitan el andén 5 el martes por obras.', { id: 'basel' }),
    kenji('4番線なら、長さは足ります。測りました。自転車で。', {
      replyTo: 'basel',
      reactions: { '🚲': ['tomas', 'zofia', 'priya'] },
    }),
    tomas('Claro que lo mediste.'),
    oksana('4-та — це та, що з довгою лавкою? Тоді навіть краще.', { after: 3 }),
  ],
}
