/** Where the cars are mended: measurements, wiring, and patience. */

import { ago, day, type RoomStory } from '../story'
import { emre, jiwoo, jonas, oksana, priya, yu } from '../voices'

export const workshop: RoomStory = {
  key: 'workshop',
  kind: 'public',
  name: 'Werkstatt',
  topic: 'Was quietscht, was tropft, was fehlt',
  members: ['jonas', 'yu', 'emre', 'oksana', 'priya', 'jiwoo', 'mira'],
  unread: { mira: 'resistor' },
  steps: [
    day(19, '07:10'),
    jonas(
      'Bestandsaufnahme, ehrlich:\n\n- Wagen 1 bis 3: fahren\n- Wagen 4: fährt, aber nur in eine Richtung gern\n- Wagen 5 und 6: Türen aus zwei verschiedenen Jahrzehnten\n- Wagen 7: keine Heizung, dafür ein Vogelnest\n- Wagen 8: niemand hat einen Schlüssel\n- Wagen 9: der schönste',
      {
        id: 'inventory',
        reactions: { '📋': ['mira', 'yu'], '🐣': ['emre', 'oksana', 'jiwoo'] },
      },
    ),
    yu('鸟窝不要动。等它们飞走再装暖气，这是我的条件。', {
      replyTo: 'inventory',
      reactions: { '💚': ['jonas', 'oksana', 'jiwoo', 'mira'] },
    }),
    jonas('Einverstanden. Die Heizung wartet auf die Meisen.'),
    oksana('Ключ від вагона 8 може бути чеський, тригранний. У мене є один, спробуємо в п’ятницю.'),
    day(16, '15:20'),
    oksana('Підійшов! Усередині 60 подушок 1974 року і одна гітара.', {
      id: 'guitar',
      reactions: { '🎸': ['emre', 'jonas', 'mira', 'jiwoo'] },
    }),
    emre('GİTAR BENİM', { replyTo: 'guitar', reactions: { '😂': ['oksana', 'jonas', 'yu'] } }),
    emre('Yani… cooperative’in. Ama ben taşırım.', { edited: 'Yani… kooperatifin. Ama ben taşırım.' }),
    day(12, '09:05'),
    yu('车 5 的应急照明电路，我画完了。如果有人再碰这条线，请先读：', { id: 'circuit' }),
    yu(
      '```\n24 V ──┬── F1 (6 A) ── corridor, 12 × 3 W\n       ├── F2 (4 A) ── doors, signs\n       └── F3 (2 A) ── NOT A WAFFLE IRON\n```',
      {
        reactions: { '🧇': ['jonas', 'emre', 'priya', 'mira'], '💯': ['oksana'] },
      },
    ),
    emre('Bu diyagramı çerçeveletiyorum.', { thread: 'circuit' }),
    priya('F3 के लिए 2 A काफ़ी है? नियंत्रण पैनल भी उसी पर है।', { thread: 'circuit' }),
    yu('够了。面板 0.7 A，剩下的留给以后犯错的人。', {
      thread: 'circuit',
      reactions: { '👌': ['priya', 'jonas'] },
    }),
    day(9, '16:44'),
    jonas('Die Meisen sind ausgeflogen! Fünf Stück. Eine saß noch kurz auf dem Dach und hat sich bedankt.', {
      id: 'birds-gone',
      reactions: { '🐦': ['yu', 'oksana', 'jiwoo', 'emre', 'mira', 'priya'] },
    }),
    yu('那明天开始装暖气。', { replyTo: 'birds-gone', reactions: { '🔧': ['jonas'] } }),
    jiwoo('새집은 버리지 마세요! 전시하고 싶어요.', { reactions: { '🖼️': ['mira'] } }),
    day(5, '11:30'),
    jonas('Kann jemand nachrechnen? Neun Wagen, je 41,5 t leer, Bremsgewicht nach Tabelle.', {
      id: 'brakes',
    }),
    priya(
      '```ts\nconst cars = 9\nconst weight = cars * 41.5 // 373.5 t\nconst braked = cars * 48 // 432 t\nconsole.log(Math.floor((braked / weight) * 100)) // 115 %\n```\nयानी 115 %. 140 किमी/घंटा के लिए ठीक है।',
      {
        id: 'sum',
        replyTo: 'brakes',
        reactions: { '🙏': ['jonas'], '🤓': ['yu', 'mira'] },
      },
    ),
    jonas('Danke! Ich hatte 114 und schlechte Laune.', { replyTo: 'sum' }),
    emre(
      'Wagen 4 koltukları bitti. Kumaş: petrol mavisi, 1962 deseni. Oturunca kalkmak istemiyorsunuz; bu bir tasarım hatası olabilir.',
      {
        reactions: { '💙': ['mira', 'jiwoo', 'oksana'] },
      },
    ),
    day(2, '17:58'),
    oksana('Гальма вагона 4: `3,8 bar`, тримають. Більше не їде тільки в один бік 😉', {
      reactions: { '🎉': ['jonas', 'yu', 'emre'] },
    }),
    jonas('Welche Richtung war es denn nun?', { thread: 'sum', removed: true }),
    ago(330),
    yu('暖气管今天打压。6 bar，半小时，不漏。谁来当证人？', {
      id: 'pressure',
      reactions: { '✋': ['jonas', 'oksana'] },
    }),
    jonas('Ich. Mit Kaffee. (Es ist vor 22 Uhr, also mit Amélies Kaffee.)', { replyTo: 'pressure' }),
    ago(41),
    yu('结果：6.0 → 6.0。一滴都没有。', { reactions: { '💧': ['jonas'], '🏆': ['oksana', 'emre', 'mira'] } }),
    ago(26),
    priya('@Mira Lindqvist वैगन 6 के लिए 120 Ω का रेज़िस्टर चाहिए, स्टोर में नहीं है। मँगवा लूँ? €4.20', {
      id: 'resistor',
    }),
    jonas('Ich habe noch eins aus einem Radio von 1988. Es rauscht ein bisschen.', {
      replyTo: 'resistor',
      reactions: { '📻': ['priya', 'emre'] },
    }),
  ],
}
