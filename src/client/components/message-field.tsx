'use client'

import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'
/** The text area for messages: grows with its text, Enter submits, Shift-Enter breaks the line. */
import { isPressed, shortcuts } from '@/client/shortcuts'
import { limits } from '@/contract/limits'
import type { Completion } from './completion/use-completion'
import { pasteText, toggleMark } from './text-editing'

const marks = [
  ['bold', '**'],
  ['italic', '_'],
  ['code', '`'],
] as const

interface MessageFieldProps {
  label: string
  value: string
  placeholder?: string
  autoFocus?: boolean
  invalid?: boolean
  onChange: (value: string) => void
  onSubmit: () => void
  /** Escape. */
  onCancel?: () => void
  /** The arrow up in an empty field. */
  onUp?: (() => void) | undefined
  /** What fits what is being typed: the keys are for that first. */
  completion?: { list: string; active: string | undefined } & Pick<Completion, 'moved' | 'onKey'>
  /** For whoever changes the text from outside. */
  field?: RefObject<HTMLTextAreaElement | null>
}

/** Browsers that do not know `field-sizing` are told the height after every change. */
const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

/** While a word is being composed, Enter picks a candidate. Safari ends the composition before that key arrives: 229. */
function composes(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229
}

export function MessageField({
  label,
  value,
  placeholder,
  autoFocus = false,
  invalid = false,
  onChange,
  onSubmit,
  onCancel,
  onUp,
  completion,
  field: given,
}: MessageFieldProps) {
  const own = useRef<HTMLTextAreaElement>(null)
  const field = given ?? own
  /** A pasted book: what browsers compute from the whole text at every keystroke is left out. */
  const huge = value.length > 2 * limits.contentCodePoints

  useLayoutEffect(() => {
    const element = field.current
    if (element === null || growsByItself) return
    element.style.height = ''
    if (!huge) element.style.height = `${element.scrollHeight}px`
  })

  useLayoutEffect(() => {
    if (autoFocus) field.current?.focus()
  }, [autoFocus, field])

  function onKeyDown(event: KeyboardEvent) {
    if (composes(event) || completion?.onKey(event)) return
    const [, mark] = marks.find(([name]) => isPressed(name, event)) ?? []
    if (mark !== undefined && field.current) {
      event.preventDefault()
      toggleMark(field.current, mark)
    } else if (isPressed('edit-latest', event) && value === '' && onUp !== undefined) {
      event.preventDefault()
      onUp()
    } else if (event.key === shortcuts.send.key && !event.shiftKey) {
      event.preventDefault()
      onSubmit()
    } else if (isPressed('leave', event) && onCancel !== undefined) {
      event.stopPropagation()
      onCancel()
    }
  }

  return (
    <textarea
      ref={field}
      rows={1}
      dir={huge ? undefined : 'auto'}
      aria-label={label}
      aria-invalid={invalid}
      value={value}
      placeholder={placeholder}
      enterKeyHint="send"
      aria-autocomplete={completion ? 'list' : undefined}
      aria-controls={completion?.active === undefined ? undefined : completion.list}
      aria-activedescendant={completion?.active}
      onChange={({ target: { value, selectionStart } }) => {
        onChange(value)
        completion?.moved(value, selectionStart)
      }}
      onSelect={({ currentTarget: { value, selectionStart, selectionEnd } }) => {
        if (selectionStart === selectionEnd) completion?.moved(value, selectionStart)
      }}
      onKeyDown={onKeyDown}
      onPaste={(event) => {
        if (pasteText(event.currentTarget, event.clipboardData.getData('text/plain'))) event.preventDefault()
      }}
      className={`${huge ? 'h-[40dvh]' : 'grow-with-text'} block max-h-[40dvh] min-h-11 select-text w-full resize-none bg-transparent px-4 py-2.5 outline-none placeholder:text-muted`}
    />
  )
}
