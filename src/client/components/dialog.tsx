'use client'

/**
 * A modal question, on the browser's own dialog: it holds the focus, and Escape closes it. Outside of everything else:
 * what asks may be hidden, on narrow screens. It grows downwards only: what is in it stays where it is.
 */
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '@/client/hooks/use-text'
import { Button } from './button'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const { general } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Not one of a choice, which may stand further down.
    element?.querySelector<HTMLInputElement>('input:not([type="radio"])')?.focus()
    return () => element?.close()
  }, [])

  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={onClose}
      className="appear mx-auto mt-[8dvh] mb-auto max-h-[84dvh] w-[calc(100%-2rem)] max-w-md rounded-3xl border border-line bg-raised p-6 text-ink shadow-2xl backdrop:bg-black/40"
    >
      <div className="mb-4 flex items-center justify-between gap-4">
        <h2 id={id} className="text-xl font-semibold tracking-tight">
          {title}
        </h2>
        <Button kind="icon" aria-label={general.close} onClick={onClose} className="-me-2">
          <X size={20} aria-hidden="true" />
        </Button>
      </div>
      {children}
    </dialog>,
    document.body,
  )
}
