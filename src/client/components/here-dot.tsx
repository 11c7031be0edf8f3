'use client'

/** A dot at the picture of a person who is here now. */
import { useHere } from '@/client/hooks/use-company'
import { useText } from '@/client/hooks/use-text'

export function HereDot({ userId }: { userId: string }) {
  const { room } = useText()
  if (!useHere().has(userId)) return null
  return (
    <span
      role="img"
      aria-label={room.hereNow}
      className="absolute -end-0.5 -bottom-0.5 size-3 rounded-full border-2 border-surface bg-accent"
    />
  )
}
