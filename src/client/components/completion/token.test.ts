import { expect, it } from 'vitest'
import { emojiGroups, emojiNames } from '../emoji/emoji-names'
import { type Candidate, matching, tokenAt } from './token'

const at = (marked: string) => tokenAt(marked.replace('|', ''), marked.indexOf('|'))

it('UI-65 what stands right before the caret, after one of the signs, can be completed', () => {
  expect(at('Hello @Ad|')).toEqual({ trigger: '@', query: 'Ad', start: 6 })
  expect(at('@|')).toEqual({ trigger: '@', query: '', start: 0 })
  expect(at('see #time|table')).toEqual({ trigger: '#', query: 'time', start: 4 })
  expect(at('(:tad|')).toEqual({ trigger: ':', query: 'tad', start: 1 })
  expect(at('@Ada Lov|')).toEqual({ trigger: '@', query: 'Ada Lov', start: 0 })
})

it.each(['mail me@example|', 'at 10:30|', ':|', ':a|', 'https://x|', 'nothing|', `@${'x'.repeat(60)}|`])(
  'UI-65 nothing is completed in %s',
  (text) => expect(at(text)).toBeUndefined(),
)

it('UI-65 names that begin like it come first, then those of which a word does; accents and case do not matter', () => {
  const people: Candidate[] = ['Lovelace Ada', 'ada', 'Ádám', 'Radar', 'Bob'].map((name) => ({
    ...{ id: name, name, inserted: `@${name}` },
  }))
  expect(matching(people, 'ad').map(({ name }) => name)).toEqual(['ada', 'Ádám', 'Lovelace Ada'])
  expect(matching(people, '')).toHaveLength(5)
})

it('UI-65 emoji go by the names that people know', () => {
  const named = (query: string) => matching(emojiNames(emojiGroups), query).map(({ inserted }) => inserted)
  expect(named('tada')).toContain('🎉')
  expect(named('+1')).toContain('👍')
  expect(named('sunny')).toContain('☀️')
  expect(named('e').length).toBeLessThanOrEqual(8)
})
