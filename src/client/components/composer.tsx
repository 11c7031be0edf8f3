'use client'

/** Where messages are written. What cannot be sent stays, with the reason. */
import { ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { MessageField } from './message-field'
import { TextNotice } from './text-notice'
import { whyNotSent } from './written-text'

interface ComposerProps {
  placeholder: string
  /** What was left unsent here before. */
  draft: string
  onDraft: (text: string) => void
  /** False when the message could not be taken; the text then stays. */
  onSend: (text: string) => boolean
}

export function Composer({ placeholder, draft, onDraft, onSend }: ComposerProps) {
  const [text, setText] = useState(draft)
  const [problem, setProblem] = useState<string>()
  const empty = text.trim() === ''

  function write(next: string) {
    setText(next)
    setProblem(undefined)
    onDraft(next)
  }

  function submit() {
    if (empty) return
    const reason = whyNotSent(text)
    if (reason !== undefined) {
      setProblem(reason)
      return
    }
    if (onSend(text)) write('')
    else setProblem('Too many messages are waiting. This one is still here: try again later.')
  }

  return (
    <form
      className="px-3 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="mx-auto max-w-3xl rounded-3xl border border-edge/60 bg-surface transition-colors focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <div className="flex items-end gap-1 p-1">
          <MessageField
            label="Message"
            placeholder={placeholder}
            value={text}
            invalid={problem !== undefined}
            onChange={write}
            onSubmit={submit}
          />
          <button
            type="submit"
            aria-label="Send"
            disabled={empty}
            className="grid size-11 shrink-0 place-items-center rounded-full bg-accent text-on-accent transition-colors enabled:hover:bg-accent-hover disabled:bg-hover disabled:text-muted"
          >
            <ArrowUp size={20} aria-hidden="true" />
          </button>
        </div>
        <TextNotice text={text} problem={problem} />
      </div>
    </form>
  )
}
