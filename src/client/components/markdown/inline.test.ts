import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseInline, type Span } from './inline'

/** As a short notation: `b(…)`, `i(…)`, `s(…)`, `c(…)`, `a(text → address)`, text as it is. */
function shown(spans: Span[]): string {
  const letters = { strong: 'b', em: 'i', strike: 's' } as const
  return spans
    .map((span) => {
      if (span.kind === 'text') return span.text
      if (span.kind === 'code') return `c(${span.text})`
      if (span.kind === 'link') return `a(${span.text} → ${span.href})`
      return `${letters[span.kind]}(${shown(span.spans)})`
    })
    .join('')
}

const parsed = (text: string) => shown(parseInline(text))

it.each([
  ['**bold** and __bold__', 'b(bold) and b(bold)'],
  ['*it* and _it_', 'i(it) and i(it)'],
  ['~~gone~~', 's(gone)'],
  ['**bold _and it_**', 'b(bold i(and it))'],
  ['***both***', 'b(i(both))'],
  ['`code` ``a ` b``', 'c(code) c(a ` b)'],
  ['**a `**` b**', 'b(a c(**) b)'],
  ['日本**語**です', '日本b(語)です'],
])('UI-60 %s', (text, expected) => expect(parsed(text)).toBe(expected))

it.each([
  'a * b * c',
  '2*3*4 = 24 and ** nothing **',
  'snake_case_name and __init__.py'.replace('__init__', 'x__init__y'),
  '**open',
  '`open',
  '****',
  '¯\\_(ツ)_/¯',
  '[name](javascript:alert(1))',
  '[name](data:text/html,x)',
  '![picture](x.png)',
  '<b>bold</b> &amp;',
])('UI-60 what is no mark stays as it was written: %s', (text) => expect(parsed(text)).toBe(text))

it.each([
  ['see [the map](https://example.org/a_(b)).', 'see a(the map → https://example.org/a_(b)).'],
  ['**https://example.org/a_b_c**', 'b(a(https://example.org/a_b_c → https://example.org/a_b_c))'],
  ['[write](mailto:a@b.example)', 'a(write → mailto:a@b.example)'],
  ['`https://example.org`', 'c(https://example.org)'],
])('UI-61 links have names, and marks leave addresses alone: %s', (text, expected) => {
  expect(parsed(text)).toBe(expected)
})

it('UI-61 a name that looks like another address is followed by the true one; an address with a user name is none', () => {
  expect(parsed('[bank.example](https://evil.example/x)')).toBe(
    'a(bank.example (evil.example) → https://evil.example/x)',
  )
  expect(parsed('[evil.example/x](https://evil.example/x)')).toBe(
    'a(evil.example/x → https://evil.example/x)',
  )
  expect(parsed('[x](https://bank.example@evil.example)')).not.toContain('a(')
})

const piece = fc.constantFrom(
  '*',
  '**',
  '_',
  '__',
  '~~',
  '`',
  '``',
  '[',
  '](',
  ')',
  ' ',
  '\n',
  'a',
  'https://a.b/',
  '😀',
  'é',
)
const anything = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 60 })
  .map((parts) => parts.join(''))

it('UI-60 whatever is written, no character but a mark is lost, and every link is safe', () => {
  const letters = (text: string) => text.replace(/[*_~`[\]()\s]/g, '')
  const texts = (spans: Span[]): string =>
    spans.map((span) => ('spans' in span ? texts(span.spans) : span.text)).join('')
  const links = (spans: Span[]): string[] =>
    spans.flatMap((span) => ('spans' in span ? links(span.spans) : span.kind === 'link' ? [span.href] : []))
  fc.assert(
    fc.property(anything, (text) => {
      const spans = parseInline(text)
      const named = /\]\(https?:/.test(text)
      if (!named) expect(letters(texts(spans))).toBe(letters(text))
      for (const href of links(spans)) expect(href).toMatch(/^(https?:\/\/|mailto:)/)
    }),
    { numRuns: 500 },
  )
})

it('UI-60 marks inside each other end somewhere', () => {
  const depth = (spans: Span[]): number =>
    Math.max(0, ...spans.map((span) => ('spans' in span ? 1 + depth(span.spans) : 0)))
  expect(
    depth(parseInline(`${'*a **b _c __d ~~e '.repeat(50)}${'~~ __ _ ** * '.repeat(50)}`)),
  ).toBeLessThanOrEqual(6)
})
