import { expect, it } from 'vitest'
import { isPressed, type Keys, type Shortcut, shortcuts } from './shortcuts'

const all = Object.entries(shortcuts) as [Shortcut, Keys][]
const press = ({ key, mod, alt, shift }: Keys, meta = false) => ({
  ...{ key, altKey: alt === true, shiftKey: shift === true },
  ...{ ctrlKey: mod === true && !meta, metaKey: mod === true && meta },
})

it.each(all)('NT-10 the keys of %s are those of nothing else', (_, keys) => {
  expect(all.filter(([name]) => isPressed(name, press(keys)))).toHaveLength(1)
  expect(all.filter(([name]) => isPressed(name, press(keys, true)))).toHaveLength(1)
})

it('NT-10 capitals count as their letters, and one modifier too many is another shortcut', () => {
  const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
  expect(isPressed('switcher', { ...held, key: 'K', ctrlKey: true })).toBe(true)
  expect(isPressed('switcher', { ...held, key: 'k' })).toBe(false)
  expect(isPressed('switcher', { ...held, key: 'k', ctrlKey: true, altKey: true })).toBe(false)
  expect(isPressed('sheet', { ...held, key: '?', shiftKey: true })).toBe(true)
  expect(isPressed('next-room', { ...held, key: 'ArrowDown', altKey: true, shiftKey: true })).toBe(false)
})
