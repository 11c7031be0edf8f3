import { expect, it } from 'vitest'
import * as german from './de/catalogue'
import { moreEnglish } from './en/more-text'
import { english } from './en/text'
import { errorPages } from './error-pages'

/** Whatever a text asks of it: a name, or how many there are. */
const some = (count: number) => ({ count, shown: `${count}`, who: 'Ada', whom: 'Bob', toString: () => 'Ada' })

/** What functions are given, once for one and once for several. */
const samples = [
  [some(1), 'x', 'x', 'x'],
  [some(2), 'x', 'x', 'x'],
  [1, 'x', 'x', 'x'],
  [2, true, 'x', 'x'],
]

/** Every text by its path, functions as what they answer to samples. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') {
    const said = samples.map((sample) => [value(...sample)].flat().join(''))
    // Which of them it asks for shows in what it says of the others.
    const whole = said.filter((text) => !text.includes('undefined'))
    return (whole.length > 0 ? whole : said).map((text, nth) => [`${path}(${nth})`, text])
  }
  return Object.entries(value as object).flatMap(([name, inner]) => textsOf(inner, `${path}.${name}`))
}

const texts = (language: 'en' | 'de') => {
  const all = { en: { ...english, ...moreEnglish }, de: { ...german.text, ...german.more } }[language]
  return textsOf({ ...all, errorPages: errorPages[language] })
}

/** The same word in both languages. */
const alike = new Set(
  [
    'composer.emoji',
    'find.whereFrom',
    'newRoom.workspace',
    'people.roles.admin',
    'roomDetails.findByName',
    'secondFactor.code',
    'settings.textSizes.normal',
    'shortcuts.escape',
    'shortcuts.keys.code',
    'thread.title',
    'workspace.rename',
  ].map((path) => `.${path}`),
)

it('LA-01 every text is there in German, in words of its own', () => {
  const inEnglish = new Map(texts('en'))
  const inGerman = texts('de')
  expect(inGerman.map(([path]) => path).sort()).toEqual([...inEnglish.keys()].sort())
  const same = inGerman.flatMap(([path, text]) =>
    inEnglish.get(path) === text ? [path.replace(/\(.*/, '')] : [],
  )
  expect(new Set(same)).toEqual(alike)
})

it.each(['en', 'de'] as const)('LA-01 every text in %s says something', (language) => {
  for (const [path, text] of texts(language)) {
    expect(text.trim(), path).not.toBe('')
    expect(text, path).not.toMatch(/undefined|NaN|\[object|\$\{/)
  }
})

it('LA-01 German is set as German is', () => {
  for (const [path, text] of texts('de')) {
    expect(text, path).not.toMatch(/["”'’]|“\p{L}|\p{L}…/u)
  }
})
