import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findWords, snippetOf, wantedWords } from './found-words'
import { limits } from './limits'

function marked(text: string, words: string): string[] | undefined {
  return findWords(text, wantedWords(words))?.map(([begin, end]) => text.slice(begin, end))
}

test('SR-01 what was found is marked where it stands, however it is written', () => {
  expect(marked('Das Café öffnet, das CAFE schließt', 'cafe')).toEqual(['Café', 'CAFE'])
  expect(marked('Cafe\u0301s', 'café')).toEqual(['Cafe\u0301s'])
  expect(marked('Straße', 'STRASSE')).toEqual(['Straße'])
  expect(marked('東京タワーへ', '東京タ')).toEqual(['東京タ'])
  expect(marked('one two three', 'three tw')).toEqual(['two', 'three'])
  expect(marked('one two three', 'four')).toBeUndefined()
  expect(marked('one two', '')).toEqual([])
})

test('SR-05 a snippet is one line around the first place, and its ranges are the same words', () => {
  const text = `${'before '.repeat(100)}\n\nneedle\n${'after '.repeat(100)}`
  const { snippet, ranges } = snippetOf(text, findWords(text, wantedWords('needle')) ?? [])
  expect(snippet.length).toBeLessThanOrEqual(limits.snippetLength + 4)
  expect(snippet).toMatch(/^….* {2}needle .*…$/)
  expect(ranges.map(([begin, end]) => snippet.slice(begin, end))).toEqual(['needle'])
  expect(snippetOf('short', [])).toEqual({ snippet: 'short', ranges: [] })
})

test('SR-05 nothing is cut through the middle of a character, and every range is inside', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '😀', 'é', '東', '\n'), maxLength: 600 })
  fc.assert(
    fc.property(text, fc.constantFrom('a', 'é', '東', 'aa'), (content, words) => {
      const { snippet, ranges } = snippetOf(content, findWords(content, wantedWords(words)) ?? [])
      expect(snippet.isWellFormed()).toBe(true)
      for (const [begin, end] of ranges) {
        expect(begin).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(snippet.length)
        expect(begin).toBeLessThan(end)
      }
    }),
  )
})
