// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { MarkdownText } from './markdown-text'
import { indexNames } from './named'
import { NamesInText } from './named-text'

afterEach(cleanup)

const allowed = new Set('DIV SPAN CODE PRE A STRONG EM S BLOCKQUOTE UL OL LI BUTTON svg path rect'.split(' '))

it('UI-60 whatever is written, it becomes no element but these, and no attribute of its own', () => {
  const piece = fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    '<script>',
    '**',
    '`',
    '> ',
    '- ',
    '\n',
    '[a](https://b.c)',
    'x"onclick="',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
      const { container, unmount } = render(<MarkdownText text={pieces.join('')} />)
      for (const element of container.querySelectorAll('div *')) {
        expect(allowed).toContain(element.tagName)
        expect(element.getAttributeNames().some((name) => name.startsWith('on'))).toBe(false)
      }
      unmount()
    }),
    { numRuns: 60 },
  )
})

it('UI-62 lists, quotes and code are what they look like to a screen reader too', () => {
  render(<MarkdownText text={'3. a\n4. b\n\n> quoted\n\n```ts\nconst a = 1\n```'} />)
  expect(screen.getByRole('list')).toHaveProperty('start', 3)
  expect(screen.getAllByRole('listitem')).toHaveLength(2)
  expect(screen.getByRole('blockquote').textContent).toBe('quoted')
})

it('UI-62 code is copied by a button', async () => {
  const user = userEvent.setup()
  render(<MarkdownText text={'```ts\nconst a = 1\n```'} />)
  await user.click(screen.getByRole('button', { name: 'Copy ts code' }))
  expect(await navigator.clipboard.readText()).toBe('const a = 1')
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy()
})

it.each([
  ['🎉', true],
  ['👍🏽 🇩🇪 👩‍👩‍👧‍👦', true],
  ['🎉🎉🎉🎉🎉🎉🎉', false],
  ['1', false],
  ['🎉 yes', false],
])('UI-64 %s alone is shown larger: %s', (text, larger) => {
  const { container } = render(<MarkdownText text={text} />)
  expect(container.querySelector('.text-4xl') !== null).toBe(larger)
})

it('UI-69 whoever is named stands out, the reader most of all, and rooms are links', () => {
  const index = indexNames([
    { sign: '@', id: 'me', name: 'Ada' },
    { sign: '@', id: 'ben', name: 'Ben' },
    { sign: '#', id: 'room', name: 'Tea' },
  ])
  render(
    <NamesInText value={{ index, me: 'me' }}>
      <MarkdownText text="**@ada** and @ben in #tea, not @eve in `#tea`" />
    </NamesInText>,
  )
  // What says its own direction is left out of what `auto` looks at.
  const names = [screen.getByText('@ada'), screen.getByText('@ben')]
  expect(names.map(({ tagName }) => tagName)).toEqual(['BDI', 'BDI'])
  const [reader, other] = names.map(({ parentElement }) => parentElement)
  expect([reader?.tagName, other?.tagName]).toEqual(['STRONG', 'STRONG'])
  expect(reader?.className).not.toBe(other?.className)
  expect(screen.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['#tea', '/rooms/room'],
  ])
})

it.each(['- ראשון\n- second', '1. ראשון', '> ראשון'])(
  'UI-62 %s has its marks on the side where its text begins',
  (text) => {
    const { container } = render(<MarkdownText text={text} />)
    const [block] = container.querySelectorAll('ul, ol, blockquote')
    expect(block?.getAttribute('dir')).toBe('auto')
    // What says its own direction is left out of what `auto` looks at.
    expect(block?.querySelector('[dir]')).toBe(null)
  },
)
