import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkify } from './linkify'

function links(text: string): string[] {
  return linkify(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []))
}

it('UI-12 web addresses become links, without the punctuation of the sentence around them', () => {
  expect(links('See https://example.org/a?b=c#d, and (http://example.net).')).toEqual([
    'https://example.org/a?b=c#d',
    'http://example.net',
  ])
})

it('UI-12 a bracket that the address itself opened belongs to it', () => {
  expect(links('(https://example.org/wiki/Log_(disambiguation))')).toEqual([
    'https://example.org/wiki/Log_(disambiguation)',
  ])
})

it.each([
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'https://',
  'xhttps://example.org',
  'https://example.org@evil.example/',
  '<img src=x onerror=alert(1)>',
])('UI-12 %s stays text', (text) => {
  expect(links(text)).toEqual([])
})

it('UI-12 an invisible character that turns text around ends an address', () => {
  expect(links('https://example.org/\u202egro.live')).toEqual(['https://example.org/'])
})

it('UI-12 whatever the text, its parts joined are the text, and every link is http or https', () => {
  const piece = fc.constantFrom(
    'https://',
    'http://',
    'a.b',
    '/',
    '(',
    ')',
    '.',
    ' ',
    '@',
    '"',
    'é',
    '😀',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      const parts = linkify(text)
      expect(parts.map((part) => part.text).join('')).toBe(text)
      for (const part of parts) if (part.kind === 'link') expect(part.href).toMatch(/^https?:\/\//)
    }),
  )
})
