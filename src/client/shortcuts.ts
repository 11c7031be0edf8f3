/** Every shortcut there is: what handles them asks here, and the sheet that lists them reads it (NT-10). */

export interface Keys {
  /** As `KeyboardEvent.key` says it. */
  key: string
  /** Ctrl, or ⌘. */
  mod?: true
  alt?: true
  shift?: true
}

export const shortcuts = {
  switcher: { key: 'k', mod: true },
  'next-room': { key: 'ArrowDown', alt: true },
  'previous-room': { key: 'ArrowUp', alt: true },
  'next-unread': { key: 'ArrowDown', alt: true, shift: true },
  'previous-unread': { key: 'ArrowUp', alt: true, shift: true },
  sheet: { key: '?' },
  send: { key: 'Enter' },
  break: { key: 'Enter', shift: true },
  'edit-latest': { key: 'ArrowUp' },
  bold: { key: 'b', mod: true },
  italic: { key: 'i', mod: true },
  code: { key: 'e', mod: true },
  leave: { key: 'Escape' },
} as const satisfies Record<string, Keys>

export type Shortcut = keyof typeof shortcuts

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Whether these are its keys and no others. What shift itself writes, as the question mark, is not asked for shift. */
export function isPressed(shortcut: Shortcut, event: Pressed): boolean {
  const keys: Keys = shortcuts[shortcut]
  if (event.key.toLowerCase() !== keys.key.toLowerCase()) return false
  if ((event.ctrlKey || event.metaKey) !== (keys.mod ?? false)) return false
  if (event.altKey !== (keys.alt ?? false)) return false
  return keys.key === '?' || event.shiftKey === (keys.shift ?? false)
}
