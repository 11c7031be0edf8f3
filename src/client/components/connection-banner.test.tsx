// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { ConnectionStatus } from '@/client/sync/view'
import { ConnectionBanner } from './connection-banner'

afterEach(cleanup)

const onSignIn = vi.fn()

function says(status: ConnectionStatus): string | null {
  render(<ConnectionBanner status={status} onSignIn={onSignIn} />)
  return screen.getByRole('status').textContent
}

it.each<[ConnectionStatus, RegExp]>([
  [{ state: 'reconnecting', waiting: 12 }, /^Reconnecting… 12 messages waiting$/],
  [{ state: 'reconnecting', waiting: 1, only: 'changes' }, /^Reconnecting… 1 change waiting$/],
  [{ state: 'reconnecting', waiting: 3, only: 'changes' }, /^Reconnecting… 3 changes waiting$/],
])('UI-13 the banner counts messages, or changes where no message waits: %j', (status, text) => {
  expect(says(status)).toMatch(text)
})

it('UI-13 somebody who is signed out can sign in again from the banner', () => {
  says({ state: 'signed-out' })
  screen.getByRole('button', { name: 'Sign in again' }).click()
  expect(onSignIn).toHaveBeenCalledTimes(1)
})
