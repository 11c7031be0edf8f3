// @vitest-environment jsdom
import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useShortcuts } from './use-shortcuts'

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})

function press(target: EventTarget, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

function setUp() {
  const handlers = { sheet: vi.fn(), switcher: vi.fn(), 'next-room': vi.fn() }
  renderHook(() => useShortcuts(handlers))
  const field = document.body.appendChild(document.createElement('textarea'))
  return { ...handlers, field }
}

it('NT-10 a question mark opens the sheet, but not where one writes it', () => {
  const { sheet, field } = setUp()
  expect(press(field, { key: '?', shiftKey: true }).defaultPrevented).toBe(false)
  expect(sheet).not.toHaveBeenCalled()
  expect(press(document.body, { key: '?', shiftKey: true }).defaultPrevented).toBe(true)
  expect(sheet).toHaveBeenCalledOnce()
})

it('NT-11 keys that write nothing work where one writes too, but not for an input method', () => {
  const { 'next-room': next, field } = setUp()
  press(field, { key: 'ArrowDown', altKey: true })
  press(field, { key: 'ArrowDown', altKey: true, isComposing: true })
  press(field, { key: 'ArrowDown' })
  expect(next).toHaveBeenCalledOnce()
})

it('NT-10 behind a dialog only the switcher is there', () => {
  const { sheet, switcher } = setUp()
  document.body.appendChild(document.createElement('dialog')).setAttribute('open', '')
  press(document.body, { key: '?' })
  press(document.body, { key: 'k', ctrlKey: true })
  expect(sheet).not.toHaveBeenCalled()
  expect(switcher).toHaveBeenCalledOnce()
})
