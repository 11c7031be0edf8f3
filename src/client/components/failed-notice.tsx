'use client'

/** Why a message could not be sent, and the two things to do about it. */
import { RotateCw, Trash2 } from 'lucide-react'
import { useNotKept } from '@/client/hooks/use-not-kept'
import { NotKeptNotice } from './not-kept-notice'

interface FailedNoticeProps {
  reason: string
  /** As `RoomActions.retry` answers; so does `onDiscard`. */
  onRetry: () => Promise<boolean>
  onDiscard: () => Promise<boolean>
}

const button =
  'inline-flex min-h-11 items-center gap-1.5 rounded-xl px-3 font-medium hover:bg-hover focus-visible:bg-hover'

export function FailedNotice({ reason, onRetry, onDiscard }: FailedNoticeProps) {
  const { problem, watch, dismiss } = useNotKept()
  return (
    <>
      <div className="mt-0.5 flex max-w-[min(100%,36rem)] flex-wrap items-center justify-end gap-x-1 text-sm">
        <p className="px-1 text-danger">{reason}</p>
        <span className="flex">
          <button
            type="button"
            onClick={() => watch('choice', onRetry())}
            className={`${button} text-accent`}
          >
            <RotateCw size={15} aria-hidden="true" />
            Retry
          </button>
          <button
            type="button"
            onClick={() => watch('choice', onDiscard())}
            className={`${button} text-muted`}
          >
            <Trash2 size={15} aria-hidden="true" />
            Discard
          </button>
        </span>
      </div>
      <NotKeptNotice problem={problem} dismiss={dismiss} />
    </>
  )
}
