'use client'

/** Who is typing, on a line that is always there: nothing jumps when somebody begins. */
import { useTyping } from '@/client/hooks/use-company'
import { useNames } from '@/client/hooks/use-names'
import { useText } from '@/client/hooks/use-text'
import type { Text } from '@/client/language/en/text'

export function TypingLine({ roomId }: { roomId: string }) {
  const typing = useTyping(roomId)
  const names = useNames(typing)
  const { general, room } = useText()
  return (
    <p
      role="status"
      aria-label={room.typing}
      className="mx-auto h-5 w-full max-w-3xl shrink-0 truncate px-4 text-xs leading-5 text-muted"
    >
      {typingText(
        typing.map((userId) => names.get(userId) ?? general.someone),
        room,
      )}
    </p>
  )
}

/** Says who is typing: two people by name, more as several. */
export function typingText([first, second, ...more]: readonly string[], words: Text['room']): string {
  if (first === undefined) return ''
  if (second === undefined) return words.isTyping(first)
  return more.length > 0 ? words.severalTyping : words.areTyping(first, second)
}
