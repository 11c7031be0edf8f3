import { expect, it } from 'vitest'
import { type LanguageChoice, languageFor, localeFor } from './languages'

it.each<[LanguageChoice, string[], string, string | undefined]>([
  ['system', ['de-AT', 'en'], 'de', undefined],
  ['system', ['fr', 'de', 'en'], 'de', undefined],
  ['system', ['EN-gb', 'de'], 'en', undefined],
  ['system', ['den', 'fr'], 'en', undefined],
  ['system', [], 'en', undefined],
  ['de', ['en-GB', 'de-AT', 'de'], 'de', 'de-AT'],
  ['de', ['en-GB'], 'de', 'de'],
  ['en', ['de', 'en-GB'], 'en', 'en-GB'],
])(
  'LA-02 LA-04 %s, where the browser prefers %j, is %s written as in %s',
  (choice, preferred, language, locale) => {
    expect(languageFor(choice, preferred)).toBe(language)
    expect(localeFor(choice, preferred)).toBe(locale)
  },
)
