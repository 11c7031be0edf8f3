/** Under a field for text: how much room is left, shown near the limit only, and why it was not sent. */
import { useText } from '@/client/hooks/use-text'
import { charactersLeft } from './written-text'

/** The counter appears with this many characters left. */
const near = 200

interface TextNoticeProps {
  text: string
  problem: string | undefined
}

export function TextNotice({ text, problem }: TextNoticeProps) {
  const { composer } = useText()
  const left = charactersLeft(text)
  if (left > near && problem === undefined) return null
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 pb-2 text-sm">
      <p role="alert" className="text-danger">
        {problem}
      </p>
      {left <= near && (
        <p className={`ms-auto tabular-nums ${left < 0 ? 'font-medium text-danger' : 'text-muted'}`}>
          {left < 0 ? composer.tooMany(-left) : composer.left(left)}
        </p>
      )}
    </div>
  )
}
