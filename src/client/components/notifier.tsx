'use client'

/** Notifies of what arrives while it is there. It shows nothing in the page, and is loaded once it is wanted. */
import { useArrivalNotices } from '@/client/hooks/use-arrival-notices'
import { plainText } from './markdown/plain-text'

export function Notifier() {
  useArrivalNotices(plainText)
  return null
}
