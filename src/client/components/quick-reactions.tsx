/** The reactions that are one click away. */

const emojis = ['👍', '❤️', '😂', '🎉', '😮']

interface QuickReactionsProps {
  onReact: (emoji: string) => void
}

export function QuickReactions({ onReact }: QuickReactionsProps) {
  return (
    <div className="mb-1 flex justify-between border-b border-line pb-1">
      {emojis.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={`React with ${emoji}`}
          onClick={() => onReact(emoji)}
          className="grid size-11 place-items-center rounded-xl text-xl hover:bg-hover"
        >
          {emoji}
        </button>
      ))}
    </div>
  )
}
