import { expect, it } from 'vitest'
import { plainPiece } from './plain-text'

it.each([
  ['**Tea** and tea', ['Tea', 'tea'], ['Tea', 'tea']],
  ['a\n\n> tea,  _tea_', ['tea', 'tea'], ['tea', 'tea']],
  ['t**e**a and tea', ['tea'], ['tea']],
  ['[plan](https://example.org/plan)', ['plan', 'plan'], ['plan']],
  ['…half **of it', ['half'], ['half']],
])('UI-63 found words of %j are marked without its marks', (piece, words, marked) => {
  let end = 0
  const ranges = words.map((word): [number, number] => {
    const from = piece.indexOf(word, end)
    end = from + word.length
    return [from, end]
  })
  const { text, ranges: found } = plainPiece(piece, ranges)
  expect(found.map(([from, to]) => text.slice(from, to))).toEqual(marked)
})
