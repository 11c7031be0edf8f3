import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { KnownName } from '@/client/hooks/use-names-in-text'
import { indexNames, namesIn } from './named'

const people = ['Ada', 'Ada Lovelace', 'Zoë', '李', '🦊 Fox'].map(
  (name): KnownName => ({ sign: '@', id: name, name }),
)
const index = indexNames([...people, { sign: '#', id: 'r', name: 'Night train' }])

const named = (text: string) =>
  namesIn(text, index).flatMap(({ text, named }) => (named ? [[text, named.id]] : []))

it.each([
  ['@ada, tea?', [['@ada', 'Ada']]],
  ['(@Ada Lovelace)', [['@Ada Lovelace', 'Ada Lovelace']]],
  ['@Ada Love', [['@Ada', 'Ada']]],
  ['@zoe\u0308!', [['@zoë', 'Zoë']]],
  ['@李さん', []],
  ['@李、', [['@李', '李']]],
  ['@🦊 Fox', [['@🦊 Fox', '🦊 Fox']]],
  ['see #night train.', [['#night train', 'r']]],
  ['@Adam', []],
  ['ada@ada.example and @@Ada', []],
  [
    '@Ada @Zoë',
    [
      ['@Ada', 'Ada'],
      ['@Zoë', 'Zoë'],
    ],
  ],
])('UI-69 in %j these are named: %j', (text, wanted) => {
  expect(named(text)).toEqual(wanted)
})

it('UI-69 nothing of the text is lost or doubled', () => {
  const piece = fc.constantFrom('@', '#', 'Ada', ' Lovelace', 'night train', ' ', '\u0308', '\ud83e', 'x')
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      const text = pieces.join('').normalize('NFC')
      expect(
        namesIn(text, index)
          .map((each) => each.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
