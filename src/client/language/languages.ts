/** The languages there are, and which of them somebody reads (LA-01, LA-02). `public/appearance.js` chooses alike. */

export const languages = ['en', 'de'] as const

export type Language = (typeof languages)[number]

/** What can be chosen: `system` is the browser's. */
export type LanguageChoice = 'system' | Language

const languageOf = (locale: string) => locale.toLowerCase().split('-')[0]

/** @param preferred as `navigator.languages` */
export function languageFor(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice
  const wanted = preferred.map(languageOf)
  return wanted.map((one) => languages.find((language) => language === one)).find(Boolean) ?? 'en'
}

/** How dates, numbers and names are written and sorted. Undefined: as the browser does by itself. */
export function localeFor(choice: LanguageChoice, preferred: readonly string[]): string | undefined {
  if (choice === 'system') return undefined
  return preferred.find((locale) => languageOf(locale) === choice) ?? choice
}
