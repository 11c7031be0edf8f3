// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { StorageFacts } from '@/client/stores/browser-storage'
import { StorageNotice } from './storage-notice'
import { StorageSettings } from './storage-settings'

const facts: StorageFacts = { used: 12_400_000, quota: 60_000_000_000, isPersistent: false, isSecure: true }
const section = () => screen.getByRole('region', { name: 'Storage' }).textContent

afterEach(cleanup)

it('UI-21 a storage that is held up, full or forbidden is told in one line with what to do, and all is well in none', () => {
  const { rerender } = render(<StorageNotice state="kept" />)
  const notice = screen.getByRole('status', { name: 'Storage' })
  expect(notice.textContent).toBe('')
  rerender(<StorageNotice state="full" />)
  expect(notice.textContent).toMatch(/storage is full.*Free some space/)
  rerender(<StorageNotice state="held-up" />)
  expect(notice.textContent).toMatch(/Another tab.*Close the other tabs/)
  rerender(<StorageNotice state="memory" />)
  expect(notice.textContent).toMatch(/keeps nothing.*close this tab/)
  rerender(<StorageNotice state="kept" />)
  expect(notice.textContent).toBe('')
})

it('UI-22 the settings say how much is kept, and whether the browser may clear it', () => {
  const { rerender } = render(<StorageSettings state="kept" facts={undefined} />)
  expect(section()).toMatch(/kept on this device\.$/)
  rerender(<StorageSettings state="kept" facts={facts} />)
  expect(section()).toMatch(/12 MB used of about 60 GB.*may clear them/)
  rerender(<StorageSettings state="kept" facts={{ ...facts, isPersistent: true }} />)
  expect(section()).toMatch(/only when you do/)
  expect(section()).not.toMatch(/HTTPS/)
})

it('UI-22 without HTTPS the settings say what is missing, and without storage that nothing is kept', () => {
  const insecure = { used: undefined, quota: undefined, isPersistent: undefined, isSecure: false }
  const { rerender } = render(<StorageSettings state="kept" facts={insecure} />)
  expect(section()).toMatch(/Starting without a network needs HTTPS or localhost\./)
  rerender(<StorageSettings state="memory" facts={facts} />)
  expect(section()).toMatch(/keeps nothing/)
  expect(section()).not.toMatch(/used/)
})
