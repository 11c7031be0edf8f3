'use client'

import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
/** The text area for messages: grows with its text, Enter submits, Shift-Enter breaks the line. */
import { limits } from '@/contract/limits'

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
}: MessageFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null)
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
  }, [autoFocus])

  function onKeyDown(event: KeyboardEvent) {
    if (composes(event)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      onSubmit()
    } else if (event.key === 'Escape' && onCancel !== undefined) {
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
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      className={`${huge ? 'h-[40dvh]' : 'grow-with-text'} block max-h-[40dvh] min-h-11 w-full resize-none bg-transparent px-4 py-2.5 outline-none placeholder:text-muted`}
    />
  )
}
