/** Puts the focus on what leads on, for whoever came and has nothing else to do here. */
import { type RefObject, useEffect } from 'react'
import { hasRealKeyboard } from './real-keyboard'

/** @param isFirst whether this is the moment; the first field or button inside gets the focus, unless something has it */
export function useFirstStep(inside: RefObject<HTMLElement | null>, isFirst: boolean): void {
  useEffect(() => {
    if (!isFirst || !hasRealKeyboard() || document.activeElement !== document.body) return
    inside.current?.querySelector<HTMLElement>('input, button')?.focus()
  }, [inside, isFirst])
}
