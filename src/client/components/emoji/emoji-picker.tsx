'use client'

/** Every emoji there is, in groups, to be looked through or searched; arrow keys go from one to the next. */
import { type KeyboardEvent, use, useEffect, useMemo, useRef, useState } from 'react'
import { hasRealKeyboard } from '@/client/hooks/real-keyboard'
import { useMoreText } from '@/client/hooks/use-more-text'
import { LanguageContext, useText } from '@/client/hooks/use-text'
import { emojiGroups, emojiIn, emojiWith } from './emoji-names'

interface EmojiPickerProps {
  onPick: (emoji: string) => void
}

/** In one row. */
const columns = 8

const steps: Readonly<Record<string, number>> = {
  ...{ ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns },
}

export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const [text, setText] = useState('')
  const { language } = use(LanguageContext)
  const { composer } = useText()
  const { emoji: words } = useMoreText()
  const [all, setAll] = useState(emojiGroups)
  const groups = useMemo(() => emojiWith(text, all), [text, all])
  const list = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const buttons = () => [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])]

  useEffect(() => {
    if (hasRealKeyboard()) search.current?.focus()
  }, [])

  useEffect(() => {
    let isWanted = true
    // Where the names of the language cannot be had, the English ones do.
    emojiIn(language).then(
      (named) => isWanted && setAll(named),
      () => {},
    )
    return () => {
      isWanted = false
    }
  }, [language])

  function onKeyDown(event: KeyboardEvent) {
    const step = steps[event.key]
    if (step === undefined) return
    const all = buttons()
    const { activeElement } = document
    const at = activeElement instanceof HTMLElement ? all.indexOf(activeElement) : -1
    // In the field the arrows to the side are the field's.
    if (at < 0 && event.key !== 'ArrowDown') return
    event.preventDefault()
    if (at + step < 0) search.current?.focus()
    else all[at < 0 ? 0 : Math.min(at + step, all.length - 1)]?.focus()
  }

  return (
    <fieldset aria-label={composer.emoji} onKeyDown={onKeyDown} className="flex min-w-0 flex-col gap-2">
      <input
        ref={search}
        type="search"
        aria-label={words.find}
        placeholder={words.find}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const [first] = groups[0]?.emoji ?? []
          if (event.key !== 'Enter') return
          event.preventDefault()
          if (first) onPick(first.emoji)
        }}
        className="min-h-11 w-full rounded-xl border border-edge/60 bg-surface px-3 outline-none focus:border-accent focus:ring-1 focus:ring-accent"
      />
      <div ref={list} className="h-64 overflow-y-auto overscroll-contain">
        {groups.map(({ name, emoji }) => (
          <section key={name} aria-label={words.groups[name]}>
            <h3 className="sticky top-0 bg-raised px-1 py-1 text-xs font-semibold text-muted">
              {words.groups[name]}
            </h3>
            <div className="grid grid-cols-8 [contain-intrinsic-height:auto_600px] [content-visibility:auto]">
              {emoji.map((one) => (
                <button
                  key={one.emoji}
                  type="button"
                  tabIndex={-1}
                  aria-label={one.names.at(-1)}
                  title={one.names[0]}
                  onClick={() => onPick(one.emoji)}
                  className="grid aspect-square place-items-center rounded-lg text-xl hover:bg-hover focus-visible:bg-hover"
                >
                  {one.emoji}
                </button>
              ))}
            </div>
          </section>
        ))}
        {groups.length === 0 && <p className="p-3 text-center text-sm text-muted">{words.none}</p>}
      </div>
    </fieldset>
  )
}
