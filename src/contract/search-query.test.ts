import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEmptySearch, parseSearch, startOfDay, timesOf } from './search-query'

test('SR-03 filters are taken out of what was typed, wherever they stand and however they are written', () => {
  expect(parseSearch('  tea   time ')).toEqual({ words: 'tea time' })
  expect(parseSearch('tea from:ada time')).toEqual({ words: 'tea time', from: 'ada' })
  expect(parseSearch('FROM:"Ada Lovelace" in:garden before:2026-01-31 after:2025-12-01 tea')).toEqual({
    ...{ words: 'tea', from: 'Ada Lovelace', in: 'garden' },
    ...{ before: '2026-01-31', after: '2025-12-01' },
  })
  expect(parseSearch('from:ada from:ben')).toEqual({ words: '', from: 'ben' })
})

test.each([
  'from:',
  'in:""',
  'before:tomorrow',
  'after:2026-02-30',
  'before:1969-12-31',
  'wherefrom:ada',
  'to:ada',
])('SR-03 %s stays among the words', (typed) => {
  expect(parseSearch(`${typed} tea`)).toEqual({ words: `${typed} tea` })
})

test('SR-03 before is before that day begins, after is after it is over', () => {
  expect(timesOf(parseSearch('before:2026-01-31 after:2026-01-01'))).toEqual({
    notBefore: Date.parse('2026-01-02T00:00:00Z'),
    olderThan: Date.parse('2026-01-31T00:00:00Z'),
  })
  expect(timesOf(parseSearch('tea'))).toEqual({})
})

test('SR-03 there is something to look for where there is a word or a filter', () => {
  expect(['', ' ', '…', '::', '"'].map((typed) => isEmptySearch(parseSearch(typed)))).not.toContain(false)
  expect(['a', '1', 'from:a', '東'].map((typed) => isEmptySearch(parseSearch(typed)))).not.toContain(true)
})

const pieces = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'from:',
    'in:',
    'before:',
    'after:',
    '"',
    ' ',
    '2026-01-31',
    '9999-99-99',
    '__proto__:',
    '\\',
  ),
)
test('SR-03 nothing that somebody types throws, and every day taken from it is one', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (typed) => {
      const query = parseSearch(typed.join(''))
      isEmptySearch(query)
      for (const day of [query.before, query.after]) {
        if (day !== undefined) expect(startOfDay(day)).toBeGreaterThanOrEqual(0)
      }
      expect(query.words).toBe(query.words.trim())
    }),
  )
})
