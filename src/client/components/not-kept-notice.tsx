/** At a message: why this browser did not keep what somebody did to it. Stays out of the way of everything else. */

import { X } from 'lucide-react'
import type { NotKept } from '@/client/hooks/use-not-kept'
import { useText } from '@/client/hooks/use-text'

export function NotKeptNotice({ problem, dismiss }: Pick<NotKept, 'problem' | 'dismiss'>) {
  const { general } = useText()
  if (problem === undefined) return null
  return (
    <div className="appear mt-0.5 flex max-w-[min(100%,36rem)] items-center text-sm">
      <p key={problem.nth} role="alert" className="px-1 text-danger">
        {problem.text}
      </p>
      <button
        type="button"
        aria-label={general.dismiss}
        onClick={dismiss}
        className="grid size-11 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover focus-visible:bg-hover"
      >
        <X size={15} aria-hidden="true" />
      </button>
    </div>
  )
}
