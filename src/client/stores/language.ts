/** The language that the page shows, in step with what was chosen and with what the browser prefers. */

import type { MoreText } from '@/client/language/en/more-text'
import { english, type Text } from '@/client/language/en/text'
import { createFormats, type Formats } from '@/client/language/formats'
import { type Language, languageFor, localeFor } from '@/client/language/languages'
import type { AppearanceStore } from './appearance'

export interface ShownLanguage {
  language: Language
  text: Text
  /** Of what opens now and then; in English undefined, as it comes with what opens. */
  more: MoreText | undefined
  formats: Formats
  /** False until it is known which one it will be: nothing is shown in another one before. */
  isReady: boolean
}

/** English, as the browser writes dates: the page as it is rendered ahead of time, and tests. */
export const inEnglish: ShownLanguage = {
  language: 'en',
  text: english,
  more: undefined,
  formats: createFormats(undefined),
  isReady: false,
}

export interface LanguageStore {
  /** The same object until it changes. */
  get(): ShownLanguage
  subscribe(listener: () => void): () => void
}

export interface LanguagePorts {
  appearance: Pick<AppearanceStore, 'get' | 'subscribe'>
  /** As `navigator.languages`. */
  preferred: () => readonly string[]
  /** Of the window: the browser prefers another language now, or the network is back. */
  events: Pick<EventTarget, 'addEventListener'>
  /** The catalogues that are not part of the first page. Rejects where one cannot be had. */
  load: Record<Exclude<Language, 'en'>, () => Promise<{ text: Text; more: MoreText }>>
  /** Tells the document. */
  tell: (language: Language) => void
}

/** Follows from now on. What is shown stays until the other language is here. */
export function createLanguageStore({
  appearance,
  preferred,
  events,
  load,
  tell,
}: LanguagePorts): LanguageStore {
  const listeners = new Set<() => void>()
  let shown = inEnglish
  let wanted: string | undefined

  async function follow() {
    const choice = appearance.get().language
    const language = languageFor(choice, preferred())
    const locale = localeFor(choice, preferred())
    const now = `${language} ${locale}`
    if (now === wanted) return
    wanted = now
    const isHere = language === shown.language
    if (language === 'en') show({ ...inEnglish, formats: createFormats(locale), isReady: true })
    else if (isHere) show({ ...shown, formats: createFormats(locale) })
    else
      await load[language]().then(
        ({ text, more }) => {
          if (wanted === now) show({ language, text, more, formats: createFormats(locale), isReady: true })
        },
        () => {
          // Better in another language than not at all; the next event tries again.
          if (wanted !== now) return
          wanted = undefined
          show({ ...shown, isReady: true })
        },
      )
  }

  function show(next: ShownLanguage) {
    shown = next
    tell(next.language)
    for (const listener of listeners) listener()
  }

  appearance.subscribe(() => void follow())
  for (const event of ['languagechange', 'online']) events.addEventListener(event, () => void follow())
  void follow()

  return {
    get: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
