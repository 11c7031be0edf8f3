'use client'

/** Rewrites one's own message in place. Enter saves, Escape leaves it as it was. */
import { useState } from 'react'
import { Button } from './button'
import { MessageField } from './message-field'
import { TextNotice } from './text-notice'
import { whyNotSent } from './written-text'

interface MessageEditorProps {
  content: string
  onSave: (content: string) => void
  onClose: () => void
}

export function MessageEditor({ content, onSave, onClose }: MessageEditorProps) {
  const [text, setText] = useState(content)
  const [problem, setProblem] = useState<string>()

  function save() {
    const reason = whyNotSent(text)
    setProblem(reason)
    if (reason !== undefined) return
    if (text !== content) onSave(text)
    onClose()
  }

  return (
    <form
      className="w-full rounded-2xl border border-accent bg-surface ring-1 ring-accent"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <MessageField
        label="Edit message"
        value={text}
        autoFocus
        invalid={problem !== undefined}
        onChange={setText}
        onSubmit={save}
        onCancel={onClose}
      />
      <TextNotice text={text} problem={problem} />
      <div className="flex justify-end gap-1 p-1">
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  )
}
