/** The words of the interface, and how dates, numbers and names are written, in the language that the page shows. */
import { createContext, use } from 'react'
import type { Text } from '@/client/language/en/text'
import type { Formats } from '@/client/language/formats'
import { inEnglish, type ShownLanguage } from '@/client/stores/language'

/** English where nobody says another, as in tests. */
export const LanguageContext = createContext<ShownLanguage>({ ...inEnglish, isReady: true })

/** What the first page says. What opens later has more: `useMoreText`. */
export function useText(): Text {
  return use(LanguageContext).text
}

export function useFormats(): Formats {
  return use(LanguageContext).formats
}
