'use client'

/** Reads arrivals out to screen readers: new messages of others, never the history. */
import { useEffect, useRef, useState } from 'react'
import { countUnseen, newestSeq } from '@/client/hooks/use-chat-scroll'
import { useText } from '@/client/hooks/use-text'
import type { ChatItem } from '@/client/sync/view'
import { plainText } from './markdown/plain-text'

interface ArrivalAnnouncerProps {
  items: readonly ChatItem[]
  loaded: boolean
  me: string
  names: ReadonlyMap<string, string>
}

export function ArrivalAnnouncer({ items, loaded, me, names }: ArrivalAnnouncerProps) {
  const announced = useRef<number>(undefined)
  const [text, setText] = useState('')
  const { room } = useText()

  useEffect(() => {
    if (!loaded) return
    const before = announced.current
    announced.current = newestSeq(items)
    if (before === undefined) return
    const arrived = countUnseen(items, before, me)
    const last = items.findLast((item) => item.kind === 'message' && item.senderId !== me)
    if (arrived > 1) setText(room.arrived(arrived))
    else if (arrived === 1 && last?.kind === 'message') {
      const name = names.get(last.senderId)
      const text = plainText(last.content).slice(0, 300)
      setText(name === undefined ? text : `${name}: ${text}`)
    }
  }, [items, loaded, me, names, room])

  return (
    <div aria-live="polite" className="sr-only">
      {text}
    </div>
  )
}
