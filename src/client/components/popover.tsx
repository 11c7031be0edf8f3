'use client'

/** A button that opens a small panel beside it. Escape, a click elsewhere and moving on close it. */
import { type ReactNode, useEffect, useRef, useState } from 'react'

interface PopoverProps {
  /** The accessible name of the button, and of the panel. */
  label: string
  icon: ReactNode
  buttonClassName: string
  /** The edge of the button that the panel keeps to. */
  align: 'start' | 'end'
  /** On wide screens, of a width of its own. */
  panelWidth?: 'wide:w-64' | 'wide:w-88'
  /** Called with a function that closes the panel and gives the focus back. */
  children: (close: () => void) => ReactNode
}

/** Beside its button where there is room; on narrow screens at the lower edge, under the thumb. */
const panel =
  'appear fixed inset-x-2 min-w-0 bottom-[max(0.5rem,env(safe-area-inset-bottom))] z-20 rounded-2xl border border-line bg-raised p-1.5 shadow-xl shadow-black/15 wide:absolute wide:inset-auto'

export function Popover({
  label,
  icon,
  buttonClassName,
  align,
  panelWidth = 'wide:w-64',
  children,
}: PopoverProps) {
  const [side, setSide] = useState<'closed' | 'above' | 'below'>('closed')
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const open = side !== 'closed'

  useEffect(() => {
    if (!open) return
    root.current?.querySelector<HTMLElement>('[data-panel] :is(button, input)')?.focus()
    const outside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setSide('closed')
    }
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // What is around it stays: it hears of the key later, and that it was used.
      event.preventDefault()
      setSide('closed')
      button.current?.focus()
    }
    document.addEventListener('keydown', onEscape, true)
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    return () => {
      document.removeEventListener('keydown', onEscape, true)
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [open])

  function toggle() {
    const middle = (button.current?.getBoundingClientRect().top ?? 0) > window.innerHeight / 2
    setSide(open ? 'closed' : middle ? 'above' : 'below')
  }

  function close() {
    setSide('closed')
    button.current?.focus()
  }

  // Positioned only for its panel: a browser goes through all that is, and of lists through hundreds, at every keystroke.
  return (
    <div ref={root} className={open ? 'relative flex' : 'flex'}>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-expanded={open}
        onClick={toggle}
        className={buttonClassName}
      >
        {icon}
      </button>
      {open && (
        <fieldset
          data-panel=""
          aria-label={label}
          className={`${panel} ${panelWidth} ${side === 'above' ? 'wide:bottom-full wide:mb-1' : 'wide:top-full wide:mt-1'} ${align === 'end' ? 'wide:end-0' : 'wide:start-0'}`}
        >
          {children(close)}
        </fieldset>
      )}
    </div>
  )
}
