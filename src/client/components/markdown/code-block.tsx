'use client'

/** Code in lines of its own, broken where they are too long, and a way to copy it. */
import { Check, Copy } from 'lucide-react'
import { useBriefly } from '@/client/hooks/use-briefly'
import { useText } from '@/client/hooks/use-text'
import { copyText } from '../copy-text'

interface CodeBlockProps {
  text: string
  /** As its author named it; may be empty. */
  language: string
}

export function CodeBlock({ text, language }: CodeBlockProps) {
  const { general, message } = useText()
  const [copied, tell] = useBriefly<boolean>()
  const Icon = copied ? Check : Copy
  return (
    <div className="group/code relative min-w-0">
      <pre
        dir="ltr"
        className="rounded-xl bg-hover px-3 py-2 font-mono text-sm leading-relaxed whitespace-pre-wrap"
      >
        <code>{text}</code>
      </pre>
      <button
        type="button"
        aria-label={copied ? general.copied : message.copyCode(language)}
        onClick={() => void copyText(text).then(tell)}
        className="absolute end-1 top-1 grid size-9 place-items-center rounded-lg bg-raised text-muted opacity-0 transition-opacity group-hover/code:opacity-100 hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <Icon size={15} aria-hidden="true" />
      </button>
    </div>
  )
}
