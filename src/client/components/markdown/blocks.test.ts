import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Block, parseMarkdown } from './blocks'
import { plainText } from './plain-text'

function shown(blocks: Block[]): unknown[] {
  return blocks.map((block) => {
    if (block.kind === 'text')
      return block.spans.map((span) => ('text' in span ? span.text : `<${span.kind}>`)).join('')
    if (block.kind === 'code') return { code: block.text, language: block.language }
    if (block.kind === 'quote') return { quote: shown(block.blocks) }
    return { list: block.items.map(shown), start: block.start }
  })
}

const parsed = (text: string) => shown(parseMarkdown(text))

it('UI-62 text keeps its line breaks, also empty lines', () => {
  expect(parsed('one\ntwo\n\nthree')).toEqual(['one\ntwo\n\nthree'])
  expect(parsed('  indented\n')).toEqual(['  indented\n'])
})

it('UI-62 code between fences is as it was written, and ends with the text where its end was forgotten', () => {
  expect(parsed('so:\n\n```ts\nconst a = **1**\n\n  b\n```\nend')).toEqual([
    'so:',
    { code: 'const a = **1**\n\n  b', language: 'ts' },
    'end',
  ])
  expect(parsed('```\nnever ends')).toEqual([{ code: 'never ends', language: '' }])
  expect(parsed('````\n```\n````')).toEqual([{ code: '```', language: '' }])
  expect(parsed('``` not a fence because of words after it')).toEqual([
    '``` not a fence because of words after it',
  ])
})

it('UI-62 quotes hold anything, quotes too', () => {
  expect(parsed('> one\n> > two\n> - a\nreply')).toEqual([
    { quote: ['one', { quote: ['two'] }, { list: [['a']], start: undefined }] },
    'reply',
  ])
})

it('UI-62 lists have points or numbers, from any number on, and lists inside them', () => {
  expect(parsed('- a\n- b\n  more\n  - c')).toEqual([
    { list: [['a'], ['b\nmore', { list: [['c']], start: undefined }]], start: undefined },
  ])
  expect(parsed('3. a\n4. b')).toEqual([{ list: [['a'], ['b']], start: 3 }])
  expect(parsed('- a\n1. b')).toEqual([
    { list: [['a']], start: undefined },
    { list: [['b']], start: 1 },
  ])
})

it.each(['-1 degrees', '2026. What a year', '-', '- ', '1.5 litres', '>.<'.slice(1), '- - -'.slice(0, 1)])(
  'UI-62 %j is no list or quote but where it says so',
  (text) =>
    expect(parsed(text).every((block) => typeof block === 'string' || text.startsWith('2026'))).toBe(true),
)

it('UI-62 whatever is written, it has an end, and few things stand inside each other', () => {
  const line = fc.constantFrom('> ', '>> ', '- ', '1. ', '```', '~~~', '  ', 'text', '', '**b**')
  const depth = (blocks: Block[]): number =>
    Math.max(
      0,
      ...blocks.map((block) =>
        block.kind === 'quote'
          ? 1 + depth(block.blocks)
          : block.kind === 'list'
            ? 1 + Math.max(0, ...block.items.map(depth))
            : 0,
      ),
    )
  fc.assert(
    fc.property(
      fc.array(
        fc.array(line, { maxLength: 8 }).map((parts) => parts.join('')),
        { maxLength: 40 },
      ),
      (lines) => {
        expect(depth(parseMarkdown(lines.join('\n')))).toBeLessThanOrEqual(4)
      },
    ),
  )
  expect(depth(parseMarkdown('>'.repeat(4_000)))).toBeLessThanOrEqual(4)
})

it('UI-63 where there is one line, a message stands without marks and breaks', () => {
  expect(plainText('**Hello** _you_\n\n> quoted\n- a\n- b\n```\ncode\n```')).toBe(
    'Hello you quoted a · b code',
  )
  expect(plainText('x'.repeat(5_000)).length).toBeLessThanOrEqual(600)
})
