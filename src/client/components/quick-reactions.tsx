'use client'

/** The reactions that are one click away, and the way to all others. */
import { SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { LazyEmojiPicker } from './emoji/lazy-emoji-picker'

const emojis = ['👍', '❤️', '😂', '🎉']

interface QuickReactionsProps {
  onReact: (emoji: string) => void
}

export function QuickReactions({ onReact }: QuickReactionsProps) {
  const [all, setAll] = useState(false)
  if (all) return <LazyEmojiPicker onPick={onReact} />
  return (
    <div className="mb-1 flex justify-between border-b border-line pb-1">
      {emojis.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={`React with ${emoji}`}
          onClick={() => onReact(emoji)}
          className="grid size-11 place-items-center rounded-xl text-xl hover:bg-hover"
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        aria-label="More reactions"
        onClick={() => setAll(true)}
        className="grid size-11 place-items-center rounded-xl text-muted hover:bg-hover"
      >
        <SmilePlus size={20} aria-hidden="true" />
      </button>
    </div>
  )
}
