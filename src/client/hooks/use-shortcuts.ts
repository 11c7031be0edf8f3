/** Keys that work wherever the focus is. */
import { useEffect } from 'react'
import { isPressed, type Shortcut, shortcuts } from '@/client/shortcuts'

/** The switcher is for everywhere; the others wait until a dialog was closed. */
const overDialogs: readonly string[] = ['switcher']

/** Whatever writes a letter is none where one writes (NT-10). */
export function useShortcuts(handlers: Partial<Record<Shortcut, () => void>>): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing) return
      for (const name of Object.keys(handlers) as Shortcut[]) {
        if (!isPressed(name, event)) continue
        if (shortcuts[name].key === '?' && isWriting(event.target)) return
        if (!overDialogs.includes(name) && document.querySelector('dialog[open]')) return
        event.preventDefault()
        handlers[name]?.()
        return
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [handlers])
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'))
  )
}
