'use client'

/** What is left of a removed message: one line, and for a moment the way back. */
import { useEffect, useRef } from 'react'
import { useNotKept } from '@/client/hooks/use-not-kept'
import { useText } from '@/client/hooks/use-text'
import type { RemovedItem, RoomActions } from '@/client/sync/view'
import { NotKeptNotice } from './not-kept-notice'

interface RemovedMessageProps {
  item: RemovedItem
  own: boolean
  discard: RoomActions['discard']
}

export function RemovedMessage({ item: { undo }, own, discard }: RemovedMessageProps) {
  const { message } = useText()
  const { problem, watch, dismiss } = useNotKept()
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    // The button that was pressed went with the message.
    if (undo !== undefined && document.activeElement === document.body) button.current?.focus()
  }, [undo])

  return (
    <>
      <div className="flex min-h-11 items-center gap-3 rounded-2xl border border-line px-3 text-sm text-muted">
        <p role={undo === undefined ? undefined : 'status'} className="italic">
          {own ? message.youRemoved : message.wasRemoved}
        </p>
        {undo !== undefined && (
          <button
            ref={button}
            type="button"
            onClick={() => watch('removal', discard(undo))}
            className="-me-2 min-h-11 rounded-xl px-2 font-medium text-accent hover:bg-hover"
          >
            {message.undo}
          </button>
        )}
      </div>
      <NotKeptNotice problem={problem} dismiss={dismiss} />
    </>
  )
}
