'use client'

/** Completing what is being typed: what fits, which is chosen, and what the keys do meanwhile. */
import { type KeyboardEvent, use, useEffect, useMemo, useState } from 'react'
import { LanguageContext } from '@/client/hooks/use-text'
import { type Candidate, matching, type Token, tokenAt } from './token'

/** What there is to complete, from what this browser knows. */
export interface CompletionSources {
  people: readonly Candidate[]
  rooms: readonly Candidate[]
}

export interface Completion {
  found: readonly Candidate[]
  /** The index of the one that Enter takes. */
  chosen: number
  /** The text or the caret is another. */
  moved: (text: string, caret: number) => void
  /** Answers whether the key was for this. */
  onKey: (event: KeyboardEvent) => boolean
  take: (candidate: Candidate) => void
}

/** @param insert puts a text in the place of what stands from `start` to the caret */
export function useCompletion(
  sources: CompletionSources | undefined,
  insert: (start: number, text: string) => void,
): Completion {
  const [token, setToken] = useState<Token>()
  const [chosen, setChosen] = useState(0)
  const { language } = use(LanguageContext)
  const [emoji, setEmoji] = useState<{ in: typeof language; all: readonly Candidate[] }>()
  const wantsEmoji = token?.trigger === ':'

  useEffect(() => {
    if (!wantsEmoji || emoji?.in === language) return
    // Without a network, and not kept before: then there is nothing to complete.
    import('../emoji/emoji-names').then(
      async ({ emojiIn, emojiNames }) =>
        setEmoji({ in: language, all: emojiNames(await emojiIn(language).catch(() => emojiIn('en'))) }),
      () => {},
    )
  }, [wantsEmoji, emoji, language])

  const found = useMemo(() => {
    if (token === undefined) return []
    const { people = [], rooms = [] } = sources ?? {}
    return matching({ '@': people, '#': rooms, ':': emoji?.all ?? [] }[token.trigger], token.query)
  }, [token, sources, emoji])

  function take({ inserted }: Candidate) {
    if (token === undefined) return
    insert(token.start, `${inserted} `)
    setToken(undefined)
  }

  return {
    ...{ found, chosen: Math.min(chosen, found.length - 1), take },
    moved(text, caret) {
      setToken(tokenAt(text, caret))
      setChosen(0)
    },
    onKey(event) {
      const one = found[Math.min(chosen, found.length - 1)]
      if (one === undefined || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % found.length)
      else if (event.key === 'ArrowUp') setChosen((chosen + found.length - 1) % found.length)
      else if (event.key === 'Enter' || event.key === 'Tab') take(one)
      else if (event.key === 'Escape') setToken(undefined)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}
