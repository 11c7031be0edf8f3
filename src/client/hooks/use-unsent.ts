/** What the user wrote in this browser and the server does not have, as it is now. */
import { useEffect, useState } from 'react'
import type { Unsent } from '@/client/sync/unsent'
import { getClient, useUserId } from './client-context'

/** Undefined until it is known, and where it cannot be read. */
export function useUnsent(): Unsent | undefined {
  const userId = useUserId()
  const [unsent, setUnsent] = useState<Unsent>()
  useEffect(() => {
    const { read, subscribe } = getClient().unsentOf(userId)
    let left = false
    const look = () => {
      read().then(
        (found) => {
          if (!left) setUnsent(found)
        },
        () => {},
      )
    }
    look()
    const stop = subscribe(look)
    return () => {
      left = true
      stop()
    }
  }, [userId])
  return unsent
}
