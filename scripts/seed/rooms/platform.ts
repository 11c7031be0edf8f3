/** Where everybody is: what concerns the whole cooperative, and what concerns nobody. */

import { ago, day, type RoomStory } from '../story'
import {
  amelie,
  beatriz,
  emre,
  jiwoo,
  jonas,
  kenji,
  layla,
  mira,
  noam,
  oksana,
  priya,
  tomas,
  yu,
  zofia,
} from '../voices'

export const platform: RoomStory = {
  key: 'platform',
  kind: 'public',
  name: 'Platform 1',
  topic: 'Nine sleeping cars, one locomotive on loan, first run on the longest night of the year',
  members: [
    'mira',
    'jonas',
    'amelie',
    'tomas',
    'beatriz',
    'zofia',
    'emre',
    'layla',
    'noam',
    'priya',
    'kenji',
    'yu',
    'jiwoo',
    'oksana',
  ],
  unread: { mira: 'sheets' },
  steps: [
    day(24, '08:31'),
    mira(
      'Good morning, platform! We own nine sleeping cars as of 8:15 today. The notary asked whether we were _sure_. We were not. We signed.',
      {
        id: 'signed',
        reactions: { '🎉': ['jonas', 'amelie', 'tomas', 'priya', 'oksana', 'yu'], '🦉': ['kenji', 'jiwoo'] },
      },
    ),
    jonas('Ich habe gerade die Schlüssel gezählt. Es sind 41. Für neun Wagen. Keiner ist beschriftet.', {
      id: 'keys',
      reactions: { '😂': ['mira', 'amelie', 'emre', 'zofia'] },
    }),
    amelie(
      'Et moi j’ai trouvé une cafetière dans la voiture-restaurant. Elle est plus vieille que moi, et elle marche mieux.',
    ),
    kenji('おめでとうございます！子どものころ、寝台列車の上段で眠るのが夢でした。', {
      id: 'dream',
      reactions: { '❤️': ['mira', 'layla', 'beatriz'] },
    }),
    mira('Then the first upper berth is yours, Kenji. That is now a decision of the general assembly.', {
      replyTo: 'dream',
      reactions: { '🛏️': ['kenji', 'tomas'], '👍': ['jonas', 'zofia', 'priya', 'emre', 'oksana'] },
    }),
    kenji('では、窓側でお願いします。', { reactions: { '😄': ['mira'] } }),
    day(23, '19:02'),
    beatriz(
      'Boa noite a todos! Acabei de chegar ao Porto com o último comboio do dia. O revisor perguntou se éramos nós “os das corujas”. Já somos famosos.',
    ),
    tomas('¿Famosos? En Zaragoza me han pedido un autógrafo. Era el de la multa del coche.', {
      reactions: { '😂': ['beatriz', 'mira', 'layla', 'amelie', 'yu'] },
    }),
    day(21, '10:15'),
    zofia(
      'Dzień dobry! Krótko, bo biegnę na pociąg: **mamy numer licencji**. Nie zgodę, nie pieczątkę, ale numer. W urzędzie mówią, że numer to już połowa drogi.',
      { id: 'licence', reactions: { '🥳': ['mira', 'jonas', 'noam', 'oksana', 'tomas'] } },
    ),
    mira('A number! Frame it.', { replyTo: 'licence' }),
    noam('אני מוסיף את המספר לאתר היום. מישהו צריך אותו גם באנגלית? ברור שלא, זה מספר.', {
      reactions: { '🙃': ['zofia', 'priya'] },
    }),
    day(20, '07:55'),
    layla('صباح الخير يا رفاق. سؤال مهم: هل نسمي المقصورات بأرقام أم بأسماء طيور؟', {
      id: 'birds',
      reactions: { '🦉': ['mira', 'amelie', 'kenji', 'beatriz', 'priya', 'jiwoo'], '🔢': ['jonas'] },
    }),
    jonas('Zahlen. Bitte. Ich muss da nachts mit der Taschenlampe etwas finden.', { thread: 'birds' }),
    layla('«ابحث عن البومة الثلجية» أجمل بكثير من «ابحث عن 14».', { thread: 'birds' }),
    priya('दोनों क्यों नहीं? दरवाज़े पर पक्षी, और नीचे छोटा सा नंबर।', {
      thread: 'birds',
      reactions: { '💡': ['mira', 'layla', 'jonas'] },
    }),
    emre('Kapılara kuşları ben işlerim. Halamın eski nakış makinesi hâlâ çalışıyor.', {
      thread: 'birds',
      reactions: { '🪡': ['layla', 'jiwoo'] },
    }),
    jiwoo('제가 도안을 그릴게요. 올빼미 열네 마리, 표정은 전부 다르게!', {
      thread: 'birds',
      reactions: { '😍': ['layla', 'mira', 'emre'] },
    }),
    jonas('Gut. Aber mein Wagen bekommt eine Nummer *und* einen schlecht gelaunten Uhu.', {
      thread: 'birds',
      reactions: { '🦉': ['layla', 'priya', 'jiwoo'] },
    }),
    mira('Birds on the doors, numbers underneath, one grumpy eagle owl. Carried unanimously, I believe.', {
      thread: 'birds',
    }),
    day(17, '21:40'),
    oksana(
      'Доброго вечора! Я в Перемишлі, дивлюся, як міняють візки під вагоном. Двадцять хвилин, і жоден пасажир не прокинувся.',
      {
        id: 'bogies',
        reactions: { '😮': ['kenji', 'tomas', 'mira'], '👏': ['jonas', 'yu'] },
      },
    ),
    yu('二十分钟？我们厂里换一个灯泡都要填三张表。', {
      replyTo: 'bogies',
      reactions: { '😂': ['oksana', 'jonas', 'priya'] },
    }),
    oksana('У нас теж три форми. Просто ми їх заповнюємо, поки вагон ще їде.'),
    day(14, '12:00'),
    mira(
      'Members’ meeting on Thursday at 19:00, online. Agenda:\n\n1. The name on the side of the train\n2. What a night costs\n3. Whether Jonas may keep the second coffee machine\n4. Anything else\n\nPlease bring opinions, and for point 3 also evidence.',
      {
        id: 'agenda',
        reactions: {
          '✅': ['jonas', 'amelie', 'tomas', 'beatriz', 'zofia', 'emre', 'layla', 'noam', 'kenji'],
        },
      },
    ),
    jonas(
      'Zu Punkt 3: Sie steht schon im Führerstand. Sie ist festgeschraubt. Das ist jetzt Fahrzeugausrüstung.',
    ),
    amelie('Objection. Une machine à café vissée reste une machine à café *empruntée*.', {
      reactions: { '⚖️': ['zofia', 'mira'] },
    }),
    day(10, '22:14'),
    mira(
      'Minutes, for whoever was asleep (no shame, it is in our business plan):\n\n' +
        '**1. The name.** _Owl Express_ stays, with 31 votes to 4. The four were for “Slow but Horizontal”, and the assembly notes that this was very nearly the better name. It will be embroidered on the pyjamas.\n\n' +
        '**2. What a night costs.** Three prices, and no fourth: a seat at 39, a couchette at 69, a bed at 119. No dynamic prices. Nobody should have to watch an airline’s graph to visit their grandmother. Children under ten sleep for free if they can prove that they sleep; Layla is the judge of that. Members pay the same as everybody, because otherwise we would only be carrying each other around.\n\n' +
        '**3. The second coffee machine.** After a long and moving debate it belongs to Jonas from 22:00 to 05:00 and to Amélie from 05:00 to 22:00. The screws stay. Amélie gets a screwdriver. The assembly would like it recorded that this took longer than points 1 and 2 together.\n\n' +
        '**4. Anything else.**\n' +
        '- Zofia has a licence *number*. We applauded the number.\n' +
        '- Kenji has measured the whole loading gauge between Lyon and Strasbourg from a bicycle and has found one platform edge that is 14 mm too close. The infrastructure manager says that this is impossible. Kenji has photographs.\n' +
        '- Noam shows the booking page: one question per screen, no account, works in a tunnel. Somebody cried; we will not say who. (Tomás.)\n' +
        '- Oksana offers to teach everybody to read the hand signals of the shunters, since “sooner or later you will all stand on a track in the rain, waving at each other”.\n' +
        '- Yu asks that nobody ever again plugs a waffle iron into the emergency lighting.\n\n' +
        'Next meeting in three weeks, *on board*. Thank you all. I have sat in many meetings in my life, and this is the first one that ended with a song.',
      {
        id: 'minutes',
        reactions: {
          '❤️': ['jonas', 'amelie', 'tomas', 'layla', 'kenji', 'oksana', 'priya', 'beatriz'],
          '🧇': ['yu', 'emre'],
        },
      },
    ),
    tomas('Era alergia.', { replyTo: 'minutes', reactions: { '🤧': ['noam', 'mira', 'amelie', 'beatriz'] } }),
    emre('Waffle makinesi kimindi? Sadece merak ediyorum. Tamamen tesadüfen.', {
      reactions: { '👀': ['yu', 'amelie'] },
    }),
    yu('我知道是谁。面包屑会说话。'),
    day(6, '06:20'),
    beatriz(
      'Bom dia da estação de Campanhã. Nevoeiro, café, e uma senhora que quer reservar já para dezembro. Expliquei que ainda não vendemos. Ela deixou-me o número de telefone da neta.',
    ),
    mira('Write it down. Passenger number one.', { reactions: { '☝️': ['beatriz', 'noam'] } }),
    day(3, '18:47'),
    priya(
      'आज सिम्युलेटर पर पूरी रात की यात्रा चलाई: 1,412 किलोमीटर, 9 सिग्नल बॉक्स, 0 मिनट देरी। फिर असली जीवन में मेरी बस छूट गई।',
      {
        id: 'bus',
        reactions: { '😂': ['tomas', 'kenji', 'zofia', 'jiwoo'], '🚌': ['mira'] },
      },
    ),
    kenji('遅延ゼロは美しいですね。バスは…お気の毒に。', { replyTo: 'bus' }),
    day(2, '20:05'),
    jiwoo(
      '간판 시안 세 개 올렸어요: https://owl-express.example/signs 마음에 드는 걸 골라 주세요. 2번 올빼미는 @Jonas Weber 아저씨를 닮았어요.',
      {
        id: 'signs',
        reactions: { '2️⃣': ['mira', 'amelie', 'layla', 'emre', 'priya', 'tomas'], '1️⃣': ['kenji'] },
      },
    ),
    jonas('Nein.', {
      replyTo: 'signs',
      reactions: { '😂': ['jiwoo', 'mira', 'amelie', 'layla', 'oksana', 'beatriz'] },
    }),
    jonas('Na gut. Die Augenbrauen vielleicht.', { after: 26 }),
    day(1, '23:12'),
    layla(
      'أنا الآن في العربة ٧ مع مصباح وكتاب وبطانية واحدة. هذا هو اختبار الليلة الأولى. الجو بارد، لكن صوت المطر على السقف مثالي 🌧️',
      {
        id: 'car7',
        reactions: { '🥰': ['mira', 'beatriz', 'oksana', 'emre'] },
      },
    ),
    mira('Car 7 has no heating yet! Go home, Layla.', { replyTo: 'car7' }),
    layla('البومة لا تبرد.', { reactions: { '🦉': ['mira', 'jonas', 'jiwoo', 'kenji'] } }),
    ago(190),
    amelie(
      'Bonjour ! Ce soir, essai de soupe pour soixante. J’ai besoin de goûteurs honnêtes. Les goûteurs gentils, c’était la semaine dernière.',
      {
        id: 'soup',
        reactions: { '🍲': ['tomas', 'emre', 'yu', 'beatriz'] },
      },
    ),
    tomas('Presente. Soy honesto hasta que hay cilantro.', { thread: 'soup' }),
    amelie('Il y a du cilantro.', { thread: 'soup', reactions: { '💔': ['tomas'] } }),
    emre('Ben hem dürüst hem açım.', { thread: 'soup' }),
    yu('我带筷子。汤也可以用筷子喝，看你有没有决心。', {
      thread: 'soup',
      reactions: { '🥢': ['kenji', 'amelie'] },
    }),
    beatriz('Guardem-me um prato, chego às nove!', { thread: 'soup' }),
    ago(96),
    kenji(
      'ホームの14ミリの件、管理会社から返事が来ました。「写真を確認しました。ありえないことが起きています」とのことです。',
      {
        id: 'fourteen',
        reactions: { '📐': ['jonas', 'priya', 'yu'], '👏': ['mira', 'zofia', 'oksana'] },
      },
    ),
    jonas('Ich lese das jetzt jeden Abend vor dem Einschlafen.', {
      replyTo: 'fourteen',
      reactions: { '😄': ['kenji', 'priya'] },
    }),
    zofia('Wydrukuję i oprawię obok numeru licencji.'),
    ago(58),
    mira(
      'Quick count for Saturday: who comes to paint car 4? Owls on the doors, tea in the corridor, bad music from Emre’s phone.',
      {
        id: 'paint',
        reactions: { '🙋': ['jonas', 'emre', 'layla', 'jiwoo', 'oksana', 'tomas', 'priya'] },
      },
    ),
    emre('Kötü müzik mi? O liste *sanat*.', { replyTo: 'paint', reactions: { '🎷': ['mira', 'noam'] } }),
    oksana('Я буду. Привезу пиріг з маком і рукавички для всіх.', {
      reactions: { '🥧': ['mira', 'amelie', 'jonas'] },
    }),
    noam('אני מגיע עם הרכבת של 9:40, אם היא תחליט להגיע גם.'),
    ago(34),
    yu('车 7 的暖气修好了！！昨晚那位猫头鹰女士可以回来了。', {
      id: 'heating',
      reactions: { '🔥': ['layla', 'mira', 'jonas', 'oksana'], '🦉': ['layla'] },
    }),
    layla('كنت أعرف! شكراً @陈雨، هذه أول ليلة دافئة في تاريخ العربة.', {
      replyTo: 'heating',
      reactions: { '❤️': ['yu', 'mira'] },
    }),
    ago(17),
    jonas('Probefahrt Dienstag bestätigt: Abfahrt 22:04, Gleis 1. Ja, *unser* Gleis 1.', {
      id: 'tuesday',
      reactions: { '🚆': ['mira', 'kenji', 'priya', 'tomas', 'beatriz', 'zofia'], '🥹': ['mira', 'layla'] },
    }),
    mira('I have waited four years to read that sentence.', {
      replyTo: 'tuesday',
      reactions: { '❤️': ['jonas', 'amelie', 'oksana', 'kenji'] },
    }),
    ago(9),
    amelie('Alors je fais des croissants pour mardi. Combien sommes-nous ?', { id: 'croissants' }),
    beatriz('Catorze. Mas o Jonas conta por dois.', {
      replyTo: 'croissants',
      reactions: { '🥐': ['amelie', 'mira', 'emre'] },
    }),
    ago(4),
    priya('@Mira Lindqvist मंगलवार के लिए सिग्नल वालों की सूची भेज दी है। सब जाग रहे होंगे!', {
      id: 'sheets',
      reactions: { '👍': ['kenji'] },
    }),
    jiwoo('그럼 간판은 월요일 밤까지 말려야겠네요. 드라이어 있는 사람? 😅'),
  ],
}
