'use client'

/** Rewrites a text of one's own in place. Enter saves, Escape leaves it as it was. */
import { useState } from 'react'
import { useText } from '@/client/hooks/use-text'
import { whyNotKept } from '@/client/hooks/why-not-kept'
import { Button } from './button'
import { MessageField } from './message-field'
import { TextNotice } from './text-notice'
import { whyNotSent } from './written-text'

interface MessageEditorProps {
  /** The text to begin with. */
  content: string
  /** Resolves when the text is safe; false, or a rejection, when it was not taken, and it then stays. */
  onSave: (content: string) => Promise<boolean>
  onClose: () => void
}

export function MessageEditor({ content, onSave, onClose }: MessageEditorProps) {
  const words = useText()
  const [text, setText] = useState(content)
  const [problem, setProblem] = useState<string>()

  async function save() {
    const reason = whyNotSent(text, words.composer)
    setProblem(reason)
    if (reason !== undefined) return
    const refusal = await whyNotKept('text', onSave(text), words)
    if (refusal === undefined) onClose()
    else setProblem(refusal)
  }

  return (
    <form
      className="w-full rounded-2xl border border-accent bg-surface ring-1 ring-accent"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <MessageField
        label={words.composer.editLabel}
        value={text}
        autoFocus
        invalid={problem !== undefined}
        onChange={setText}
        onSubmit={() => void save()}
        onCancel={onClose}
      />
      <TextNotice text={text} problem={problem} />
      <div className="flex justify-end gap-1 p-1">
        <Button kind="quiet" onClick={onClose}>
          {words.general.cancel}
        </Button>
        <Button kind="primary" type="submit">
          {words.general.save}
        </Button>
      </div>
    </form>
  )
}
