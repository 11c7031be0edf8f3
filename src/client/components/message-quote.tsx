/** What a message answers: who wrote it and how it begins. A click goes there. */

import { Reply } from 'lucide-react'
import { useText } from '@/client/hooks/use-text'
import type { Text } from '@/client/language/en/text'
import type { QuotableItem } from '@/client/sync/quoted'
import { authorColor } from './avatar'
import { plainText } from './markdown/plain-text'

interface MessageQuoteProps {
  /** Undefined where it is not here: it is older than what is loaded. */
  quoted: QuotableItem | undefined
  nameOf: (userId: string) => string
  /** Undefined where there is no way there. */
  onGo?: (() => void) | undefined
}

/** Enough for one line on any screen (characters). */
const shown = 200

export function MessageQuote({ quoted, nameOf, onGo }: MessageQuoteProps) {
  const { message } = useText()
  const content = (
    <>
      <Reply size={14} aria-hidden="true" className="shrink-0 text-muted" />
      {quoted === undefined ? (
        <span className="truncate">{message.earlier}</span>
      ) : (
        <>
          <bdi className={`shrink-0 font-semibold ${authorColor(quoted.senderId)}`}>
            {nameOf(quoted.senderId)}
          </bdi>
          <bdi className="truncate">{excerptOf(quoted, message)}</bdi>
        </>
      )}
    </>
  )
  const look = 'flex min-h-6 max-w-full items-center gap-1.5 px-1 text-sm text-muted'
  if (onGo === undefined) return <div className={look}>{content}</div>
  return (
    <button type="button" onClick={onGo} className={`${look} rounded-lg text-start hover:bg-hover`}>
      <span className="sr-only">{message.inAnswerTo}</span>
      {content}
    </button>
  )
}

function excerptOf(quoted: QuotableItem, message: Text['message']): string {
  if (quoted.kind === 'removed') return message.removed
  return plainText(quoted.content).slice(0, shown)
}
