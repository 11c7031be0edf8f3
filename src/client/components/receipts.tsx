'use client'

/** How far one's own messages have come in the room that is shown: for their marks, and who has read them. */
import { createContext, use } from 'react'
import { useNames } from '@/client/hooks/use-names'
import { useFormats, useText } from '@/client/hooks/use-text'
import type { Receipt } from '@/client/sync/room-receipts'

/** Nothing is known of it outside, as in threads. */
export const Receipts = createContext<readonly Receipt[]>([])

/** What the mark at one's own message says. */
export function useDelivery(seq: number): 'sent' | 'delivered' | 'read' {
  const receipts = use(Receipts)
  if (receipts.some(({ read }) => read >= seq)) return 'read'
  return receipts.some(({ received }) => received >= seq) ? 'delivered' : 'sent'
}

/** A line of the message's menu: who has read it. Nothing where nobody has. */
export function ReadBy({ seq }: { seq: number }) {
  const readers = use(Receipts).filter(({ read }) => read >= seq)
  return readers.length > 0 && <Readers userIds={readers.map(({ userId }) => userId)} />
}

function Readers({ userIds }: { userIds: readonly string[] }) {
  const names = useNames(userIds)
  const { general, message } = useText()
  const formats = useFormats()
  return (
    <p className="max-w-60 border-t border-line px-3.5 pt-2 pb-1.5 text-sm text-pretty break-words text-muted">
      {message.readBy}{' '}
      <bdi>{formats.names(userIds.map((userId) => names.get(userId) ?? general.someone))}</bdi>
    </p>
  )
}
