/** The words of error pages, in the language that the document says it is in. */
import { useSyncExternalStore } from 'react'
import { type ErrorPageText, errorPages } from '@/client/language/error-pages'

const never = () => () => {}

/** Undefined while the page is rendered ahead of time: it may be read in another language. */
export function useErrorPageText(): ErrorPageText | undefined {
  return useSyncExternalStore(
    never,
    () => (document.documentElement.lang === 'de' ? errorPages.de : errorPages.en),
    () => undefined,
  )
}
