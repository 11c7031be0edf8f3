// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { shortcuts } from '@/client/shortcuts'
import { ShortcutSheet } from './shortcut-sheet'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const lines = () => screen.getAllByRole('definition').map(({ textContent }) => textContent)

it('NT-10 the sheet lists every shortcut there is', () => {
  render(<ShortcutSheet />)
  expect(new Set(lines()).size).toBe(Object.keys(shortcuts).length)
  expect(lines()).toContain('CtrlK')
  expect(lines()).toContain('AltShift↑')
})

it('NT-10 it names the keys as an Apple keyboard does, on one', () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (Macintosh)')
  render(<ShortcutSheet />)
  expect(lines()).toContain('⌘K')
})
