'use client'

/** The modal frame of the switcher, near the top. Escape or a click beside it close it, and the focus goes back. */
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '@/client/hooks/use-text'

interface SwitcherDialogProps {
  onClose: () => void
  children: ReactNode
}

export function SwitcherDialog({ onClose, children }: SwitcherDialogProps) {
  const { rooms } = useText()
  const dialog = useRef<HTMLDialogElement>(null)

  // While it is still in the page: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector('input')?.focus()
    return () => element?.close()
  }, [])

  return createPortal(
    <dialog
      ref={dialog}
      aria-label={rooms.find}
      onCancel={onClose}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      className="appear mx-auto mt-[8dvh] h-[min(36rem,80dvh)] w-[calc(100%-2rem)] max-w-xl overflow-hidden rounded-3xl border border-line bg-raised text-ink shadow-2xl backdrop:bg-black/40 open:flex"
    >
      {children}
    </dialog>,
    document.body,
  )
}
