'use client'

/** Who is typing, on a line that is always there: nothing jumps when somebody begins. */
import { useTyping } from '@/client/hooks/use-company'
import { useNames } from '@/client/hooks/use-names'

export function TypingLine({ roomId }: { roomId: string }) {
  const typing = useTyping(roomId)
  const names = useNames(typing)
  return (
    <p
      role="status"
      aria-label="Typing"
      className="mx-auto h-5 w-full max-w-3xl shrink-0 truncate px-4 text-xs leading-5 text-muted"
    >
      {typingText(typing.map((userId) => names.get(userId) ?? 'Someone'))}
    </p>
  )
}

/** Says who is typing: two people by name, more as several. */
export function typingText([first, second, ...more]: readonly string[]): string {
  if (first === undefined) return ''
  if (second === undefined) return `${first} is typing…`
  return more.length > 0 ? 'Several people are typing…' : `${first} and ${second} are typing…`
}
