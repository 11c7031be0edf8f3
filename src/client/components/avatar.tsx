/** A person as a coloured initial. The colour follows the id, so it survives a change of name. */

const colors = [
  'text-author-1',
  'text-author-2',
  'text-author-3',
  'text-author-4',
  'text-author-5',
  'text-author-6',
] as const

/** The text colour of a person's name. */
export function authorColor(userId: string): string {
  let sum = 0
  for (let index = 0; index < userId.length; index++) sum = (sum * 31 + userId.charCodeAt(index)) >>> 0
  return colors[sum % colors.length] ?? colors[0]
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function initial(name: string): string {
  const [first] = graphemes.segment(name.trim())
  return first?.segment.toLocaleUpperCase() ?? '?'
}

interface AvatarProps {
  userId: string
  name: string
}

export function Avatar({ userId, name }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={`relative grid size-8 shrink-0 place-items-center overflow-hidden rounded-full text-sm font-semibold select-none ${authorColor(userId)}`}
    >
      <span className="absolute inset-0 bg-current opacity-15" />
      {initial(name)}
    </span>
  )
}
