/** Where the tickets are programmed. */

import { ago, day, type RoomStory } from '../story'
import { jiwoo, kenji, mira, noam, priya, yu } from '../voices'

export const booking: RoomStory = {
  key: 'booking',
  kind: 'public',
  name: 'Booking site',
  topic: 'One question per screen. Works in a tunnel.',
  members: ['noam', 'jiwoo', 'priya', 'yu', 'kenji', 'mira'],
  unread: { mira: 'release' },
  steps: [
    day(14, '09:48'),
    noam(
      'הדף הראשון עובד! שאלה אחת: „לאן?”. בלי חשבון, בלי עוגיות, בלי דרמה. https://booking.owl-express.example',
      {
        id: 'first',
        reactions: { '🚀': ['mira', 'priya', 'jiwoo', 'kenji'] },
      },
    ),
    jiwoo('버튼이 너무 작아요. 밤 11시에 장갑 끼고 눌러 봤는데 베를린 대신 바젤에 갈 뻔했어요.', {
      replyTo: 'first',
      reactions: { '🧤': ['noam', 'mira'] },
    }),
    noam('תוקן: 56 פיקסלים, גם עם כפפות.', { after: 42, reactions: { '🙌': ['jiwoo'] } }),
    kenji(
      'トンネルの中で予約してみました。六甲トンネルではなく、自転車のトンネルですが。出口で確定しました。',
      { reactions: { '🚇': ['noam', 'priya'] } },
    ),
    day(9, '11:11'),
    noam('באג של היום: מישהו הזמין מיטה ל־31 בנובמבר.', {
      id: 'bug',
      reactions: { '📅': ['priya', 'mira'] },
    }),
    priya(
      '```ts\nconst day = new Date(2026, 10, 31) // 1 December, without a word of complaint\n```\nJavaScript हमेशा की तरह मेहमाननवाज़ है।',
      { thread: 'bug', reactions: { '😭': ['noam', 'jiwoo'] } },
    ),
    noam('הוספתי בדיקה. וגם בדיקה לבדיקה.', { thread: 'bug' }),
    mira('Did we at least have a bed free on the 31st?', {
      thread: 'bug',
      reactions: { '😂': ['noam', 'priya', 'yu', 'kenji'] },
    }),
    day(5, '22:03'),
    yu('付款页面我用三种手机测过了。第三种是我奶奶的，屏幕裂了两道，也能用。', {
      id: 'granny-phone',
      reactions: { '📱': ['noam', 'jiwoo', 'mira'] },
    }),
    noam('סבתא שלך ראש צוות הבדיקות מעכשיו.', {
      replyTo: 'granny-phone',
      reactions: { '👵': ['yu', 'jiwoo', 'priya'] },
    }),
    day(3, '14:20'),
    jiwoo('올빼미 로딩 애니메이션: 눈을 두 번 깜빡이고, 그래도 느리면 고개를 270도 돌려요.', {
      id: 'owl',
      reactions: { '🦉': ['mira', 'noam', 'kenji', 'yu', 'priya'], '😱': ['noam'] },
    }),
    noam('אהבתי, אבל 270 מעלות בשתיים בלילה… אולי 90?', { replyTo: 'owl' }),
    jiwoo('135도. 제 마지막 제안이에요.', { reactions: { '🤝': ['noam'] } }),
    ago(410),
    mira(
      'Right-to-left check, please: “Berlin → ירושלים” and “(21:49)” should keep their brackets and arrows on the side where they belong.',
      { id: 'rtl' },
    ),
    noam('בודק: „Berlin Ostbahnhof (09:31)” נשאר שלם גם באמצע משפט עברי. הסוגריים במקום. 👌', {
      replyTo: 'rtl',
      reactions: { '✅': ['mira'] },
    }),
    ago(120),
    noam('רשימה לפני השחרור:\n- [x] מיטות\n- [x] ילדים שישנים בחינם\n- [ ] ילדים שלא ישנים', {
      edited: 'רשימה לפני השחרור:\n- מיטות ✓\n- ילדים שישנים בחינם ✓\n- ילדים שלא ישנים ✗',
      reactions: { '😂': ['mira', 'jiwoo'] },
    }),
    ago(22),
    noam('מוכן לשחרור ביום שני בבוקר. @Mira Lindqvist, את לוחצת או אני?', {
      id: 'release',
      reactions: { '🟢': ['jiwoo', 'priya'] },
    }),
    jiwoo('둘이 같이 눌러요! 버튼은 충분히 크니까.', { replyTo: 'release', reactions: { '❤️': ['noam'] } }),
  ],
}
