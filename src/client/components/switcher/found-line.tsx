/** A message that was found: where, by whom and when, and a line of it in which the words are marked. */
import { useMoreText } from '@/client/hooks/use-more-text'
import { useFormats } from '@/client/hooks/use-text'
import type { FoundMessage } from '@/contract/search'
import { plainPiece } from '../markdown/plain-text'

interface FoundLineProps {
  message: FoundMessage
  room: string
  author: string
}

export function FoundLine({ message, room, author }: FoundLineProps) {
  const { find } = useMoreText()
  const { day } = useFormats()
  return (
    <span className="min-w-0 flex-1 py-1">
      <span className="flex items-baseline gap-2 text-sm text-muted">
        <span className="min-w-0 flex-1 truncate">
          {find.whereFrom(
            <bdi key="author" className="font-medium text-ink">
              {author}
            </bdi>,
            <bdi key="room">{room}</bdi>,
          )}
          {message.thread && find.inThread}
        </span>
        <time dateTime={message.createdAt} className="shrink-0">
          {day(message.createdAt)}
        </time>
      </span>
      <bdi className="line-clamp-2 wrap-anywhere">{marked(message)}</bdi>
    </span>
  )
}

function marked({ snippet, ranges: written }: FoundMessage) {
  const { text, ranges } = plainPiece(snippet, written)
  let end = 0
  const parts = ranges.map(([from, to]) => {
    const before = text.slice(end, from)
    end = to
    return (
      <span key={from}>
        {before}
        <mark className="rounded-sm bg-accent/25 text-ink">{text.slice(from, to)}</mark>
      </span>
    )
  })
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  )
}
