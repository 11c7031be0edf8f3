/** A message's text as written: line breaks kept, direction by its own letters, web addresses clickable. */
import { linkify } from './linkify'

interface MessageTextProps {
  text: string
}

export function MessageText({ text }: MessageTextProps) {
  let start = 0
  return (
    <div dir="auto" className="min-w-0 whitespace-pre-wrap">
      {linkify(text).map((part) => {
        const key = start
        start += part.text.length
        if (part.kind === 'text') return <span key={key}>{part.text}</span>
        return (
          <a
            key={key}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer"
            className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
          >
            {part.text}
          </a>
        )
      })}
    </div>
  )
}
