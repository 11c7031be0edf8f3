/** The words of what opens now and then. Not part of the first page: its components use `useText` alone. */
import { use } from 'react'
import { type MoreText, moreEnglish } from '@/client/language/en/more-text'
import { LanguageContext } from './use-text'

export function useMoreText(): MoreText {
  return use(LanguageContext).more ?? moreEnglish
}
