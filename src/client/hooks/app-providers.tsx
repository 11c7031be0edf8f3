'use client'

/** What every page stands on: the client, started once, and the language. */
import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { inEnglish } from '@/client/stores/language'
import { getClient } from './client-context'
import { LanguageContext } from './use-text'

export function AppProviders({ children }: { children: ReactNode }) {
  useEffect(() => {
    void getClient().identity.restore()
  }, [])
  const shown = useSyncExternalStore(
    (listener) => getClient().language.subscribe(listener),
    () => getClient().language.get(),
    () => inEnglish,
  )
  return <LanguageContext value={shown}>{children}</LanguageContext>
}
