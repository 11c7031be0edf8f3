// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Suspense } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { late } from './late'
import { PaneBoundary } from './pane-boundary'

afterEach(cleanup)

it('UI-93 a pane whose code cannot be had leaves the others as they are, and asks for it again when somebody tries again', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  let isReachable = false
  const Thing = late(async () => {
    if (!isReachable) throw new TypeError('Failed to load chunk')
    return ({ name }: { name: string }) => <p>It is {name}</p>
  })
  render(
    <>
      <p>Another pane</p>
      <PaneBoundary>
        <Suspense>
          <Thing name="there" />
        </Suspense>
      </PaneBoundary>
    </>,
  )
  const again = await screen.findByRole('button', { name: 'Try again' })
  isReachable = true
  await userEvent.click(again)
  expect(await screen.findByText('It is there')).toBeTruthy()
  expect(screen.getByText('Another pane')).toBeTruthy()
})
