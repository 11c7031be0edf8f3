// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { LanguageContext } from '@/client/hooks/use-text'
import { inEnglish } from '@/client/stores/language'
import { AppGate } from './app-gate'

vi.mock('@/client/hooks/use-identity', () => ({ useIdentity: () => ({ status: 'ready' }) }))
vi.mock('@/client/hooks/use-current-room', () => ({ useLink: () => undefined }))

afterEach(cleanup)

it('LA-03 nothing is said before it is known in which language', () => {
  const gate = (isReady: boolean) => (
    <LanguageContext value={{ ...inEnglish, isReady }}>
      <AppGate>All rooms</AppGate>
    </LanguageContext>
  )
  const { rerender } = render(gate(false))
  expect(screen.getByRole('status', { name: 'Parley is starting' }).textContent).toBe('')
  expect(screen.queryByText('All rooms')).toBeNull()
  rerender(gate(true))
  expect(screen.getByText('All rooms')).toBeTruthy()
})
