'use client'

/** Where messages are written. What cannot be sent stays, with the reason. */
import { ArrowUp, Smile } from 'lucide-react'
import { memo, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { hasRealKeyboard } from '@/client/hooks/real-keyboard'
import { useText } from '@/client/hooks/use-text'
import { whyNotKept } from '@/client/hooks/why-not-kept'
import { CompletionList, optionId } from './completion/completion-list'
import { type CompletionSources, useCompletion } from './completion/use-completion'
import { LazyEmojiPicker } from './emoji/lazy-emoji-picker'
import { MessageField } from './message-field'
import { Popover } from './popover'
import { replaceText } from './text-editing'
import { TextNotice } from './text-notice'
import { whyNotSent } from './written-text'

interface ComposerProps {
  placeholder: string
  /** What was left unsent here before; undefined until that is known. */
  draft: string | undefined
  onDraft: (text: string) => void
  /** Calls back with what was written here in another tab. */
  elsewhere?: (listener: (text: string) => void) => () => void
  /** What is being answered stands above the field. */
  quote?: ReactNode
  /** Escape gives the answering up. */
  onEscape?: (() => void) | undefined
  /** The arrow up, while nothing is written. */
  onUp?: (() => void) | undefined
  /** Whoever came here came to write. */
  takesFocus?: boolean
  /** Whom and which rooms one can name. */
  sources?: CompletionSources
  /** Resolves when the message is safe; false, or a rejection, when it was not taken, and the text then stays. */
  onSend: (text: string) => Promise<boolean>
}

export function Composer({
  placeholder,
  draft,
  onDraft,
  elsewhere,
  quote,
  onEscape,
  onUp,
  takesFocus = false,
  sources,
  onSend,
}: ComposerProps) {
  const words = useText()
  const field = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  const completion = useCompletion(sources, (start, inserted) => {
    if (field.current) replaceText(field.current, start, field.current.selectionStart, inserted)
  })
  const { found, chosen, take, moved, onKey } = completion
  const [text, setText] = useState(draft ?? '')
  const [problem, setProblem] = useState<string>()
  const [saving, setSaving] = useState(false)
  const latest = useRef(text)
  const untouched = useRef(draft === undefined)
  const empty = text.trim() === ''

  useEffect(() => {
    if (draft === undefined || !untouched.current) return
    untouched.current = false
    latest.current = draft
    setText(draft)
  }, [draft])

  useEffect(
    () =>
      elsewhere?.((written) => {
        // Whoever is writing here goes on with that.
        if (document.hasFocus() && document.activeElement === field.current) return
        untouched.current = false
        latest.current = written
        setText(written)
      }),
    [elsewhere],
  )

  useEffect(() => {
    if (takesFocus && hasRealKeyboard()) field.current?.focus()
  }, [takesFocus])

  function write(next: string) {
    untouched.current = false
    latest.current = next
    setText(next)
    setProblem(undefined)
    onDraft(next)
  }

  async function submit() {
    if (empty || saving) return
    const reason = whyNotSent(text, words.composer)
    if (reason !== undefined) {
      setProblem(reason)
      return
    }
    setSaving(true)
    const refusal = await whyNotKept('message', onSend(text), words)
    setSaving(false)
    if (refusal !== undefined) setProblem(refusal)
    // What was typed in the meantime stays.
    else write(latest.current.startsWith(text) ? latest.current.slice(text.length) : latest.current)
  }

  return (
    <form
      data-composer=""
      className="px-3 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="relative mx-auto max-w-3xl rounded-3xl border border-edge/60 bg-surface transition-colors focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <CompletionList id={list} {...{ found, chosen, take }} />
        {quote}
        <div className="flex items-end gap-1 p-1">
          <MessageField
            label={words.composer.label}
            placeholder={placeholder}
            value={text}
            invalid={problem !== undefined}
            onChange={write}
            onSubmit={() => void submit()}
            {...(onEscape ? { onCancel: onEscape } : {})}
            field={field}
            onUp={onUp}
            completion={{ list, moved, onKey, active: found.length > 0 ? optionId(list, chosen) : undefined }}
          />
          <EmojiButton field={field} />
          <button
            type="submit"
            aria-label={words.composer.send}
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

/** Remembered: no letter that is typed changes anything about it. */
const EmojiButton = memo(function EmojiButton({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const { composer } = useText()
  return (
    <Popover
      label={composer.emoji}
      icon={<Smile size={20} aria-hidden="true" />}
      align="end"
      panelWidth="wide:w-88"
      buttonClassName="grid size-11 shrink-0 place-items-center rounded-full text-muted hover:bg-hover hover:text-ink"
    >
      {(close) => (
        <LazyEmojiPicker
          onPick={(emoji) => {
            close()
            const { current } = field
            if (current) replaceText(current, current.selectionStart, current.selectionEnd, emoji)
          }}
        />
      )}
    </Popover>
  )
})
