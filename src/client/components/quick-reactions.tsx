'use client'

/** The reactions that are one click away, and the way to all others. */
import { SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { useText } from '@/client/hooks/use-text'
import { LazyEmojiPicker } from './emoji/lazy-emoji-picker'

const emojis = ['👍', '❤️', '😂', '🎉']

interface QuickReactionsProps {
  onReact: (emoji: string) => void
}

export function QuickReactions({ onReact }: QuickReactionsProps) {
  const { message } = useText()
  const [all, setAll] = useState(false)
  if (all) return <LazyEmojiPicker onPick={onReact} />
  return (
    <div className="mb-1 flex justify-between border-b border-line pb-1">
      {emojis.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={message.reactWith(emoji)}
          onClick={() => onReact(emoji)}
          className="grid size-11 place-items-center rounded-xl text-xl hover:bg-hover"
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        aria-label={message.moreReactions}
        onClick={() => setAll(true)}
        className="grid size-11 place-items-center rounded-xl text-muted hover:bg-hover"
      >
        <SmilePlus size={20} aria-hidden="true" />
      </button>
    </div>
  )
}
