'use client'

/** What every page stands on: the client, started once. */
import { type ReactNode, useEffect } from 'react'
import { getClient } from './client-context'

export function AppProviders({ children }: { children: ReactNode }) {
  useEffect(() => {
    void getClient().identity.restore()
  }, [])
  return children
}
