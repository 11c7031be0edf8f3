/** Where the food comes from. Its new name is the latest that happened here. */

import { ago, day, type RoomStory } from '../story'
import { amelie, beatriz, emre, layla, mira, priya, tomas, yu } from '../voices'

export const galley: RoomStory = {
  key: 'galley',
  kind: 'public',
  name: 'Cuisine',
  topic: 'Soixante couverts, quatre plaques, aucune panique',
  members: ['amelie', 'beatriz', 'priya', 'emre', 'tomas', 'layla', 'yu', 'mira'],
  unread: { mira: 'glow' },
  steps: [
    day(15, '10:00'),
    amelie(
      'Bienvenue en cuisine. Règles de la maison :\n\n1. On goûte avant de servir\n2. On ne dit pas « juste un peu de sel »\n3. Le four numéro deux ment de 20 °C',
      {
        id: 'rules',
        reactions: { '🫡': ['tomas', 'beatriz', 'emre', 'priya'] },
      },
    ),
    priya('मेरी दादी की दाल का नुस्ख़ा: 60 लोगों के लिए गुणा कर दिया है। घी की मात्रा से मत डरिए।', {
      id: 'dal',
      reactions: { '🤤': ['amelie', 'layla', 'mira', 'yu'] },
    }),
    amelie('J’ai regardé la quantité de ghee. J’ai eu peur. Puis j’ai goûté.', {
      replyTo: 'dal',
      reactions: { '😂': ['priya', 'mira'] },
    }),
    beatriz(
      'Proposta para o pequeno-almoço: pão de Deus, queijo, fruta. E pastéis de nata *ao sair de Badajoz*, para acordar com o cheiro.',
      {
        id: 'nata',
        reactions: { '🥧': ['amelie', 'tomas', 'mira', 'layla', 'emre', 'yu', 'priya'] },
      },
    ),
    tomas('Que conste que los pasteles de nata los aprobamos en 40 segundos y la licencia lleva dos años.', {
      replyTo: 'nata',
    }),
    day(11, '17:15'),
    emre('Çay konusu: semaver kullanabilir miyiz? Elektrik yok, gaz yok, sadece sabır.', { id: 'samovar' }),
    yu('只要不插插座，我支持。', { thread: 'samovar', reactions: { '🫖': ['emre'] } }),
    layla('ومع الشاي نعناع. ليس للنقاش.', {
      thread: 'samovar',
      reactions: { '🌿': ['emre', 'mira', 'amelie'] },
    }),
    mira('Regulation says no open flame on board. Is there a samovar that merely glows?', {
      thread: 'samovar',
    }),
    emre('Parlayan semaver… Mira, sen şairsin.', { thread: 'samovar' }),
    day(7, '20:30'),
    layla('جربت الحمص على ٦٠ شخصاً في العرس أمس. الكمية: ٤٫٥ كيلو. بقي: صفر.', {
      reactions: { '💪': ['amelie', 'tomas'] },
    }),
    amelie(
      'La carte, version 3 :\n\n> Soupe de potimarron, ou dal de la grand-mère de Priya\n> Houmous de Layla, pain chaud\n> Le fromage que Beatriz a négocié\n> Pastel de nata à l’aube\n\nEt du vin, mais pas pour Jonas avant 22 h.',
      {
        id: 'menu',
        reactions: { '😍': ['mira', 'beatriz', 'layla', 'priya', 'emre', 'tomas'] },
      },
    ),
    day(3, '12:40'),
    tomas('Pregunta seria: ¿sin gluten, sin lactosa, sin cilantro?', { id: 'without' }),
    amelie('Sans gluten oui, sans lactose oui, sans coriandre c’est une opinion.', {
      replyTo: 'without',
      reactions: { '🌱': ['layla', 'priya'] },
    }),
    ago(240),
    yu('60 副筷子到了。还有 60 把勺子，给没有决心的人。', { reactions: { '🥄': ['amelie', 'tomas'] } }),
    beatriz('O queijo chegou. Cheira à vitória. Cheira *muito* à vitória.', {
      reactions: { '🧀': ['amelie', 'emre', 'tomas'] },
    }),
    { happens: 'renamed', by: 'amelie', name: 'La cambuse' },
    ago(70),
    amelie(
      'J’ai renommé la salle : à bord, une cuisine s’appelle une cambuse. C’est tout petit et c’est chez nous.',
      { reactions: { '⚓': ['mira', 'beatriz', 'layla'] } },
    ),
    layla('وجدت سماوراً كهربائياً في الرباط. لا يشتعل، لكنه يتوهج، كما قالت @Mira Lindqvist.', {
      id: 'glow',
      thread: 'samovar',
      reactions: { '🫖': ['emre', 'amelie'] },
    }),
    priya('सुंदर नाम! उच्चारण कोई बताए?'),
    amelie('« Can-bu-ze », avec le sourire.'),
  ],
}
