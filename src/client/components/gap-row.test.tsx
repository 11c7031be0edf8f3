// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { GapRow } from './gap-row'

afterEach(cleanup)

it('UI-18 what is missing is asked for each time that somebody comes to see it', () => {
  let tell = (_entries: { isIntersecting: boolean }[]) => {}
  const observed: Element[] = []
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: typeof tell) {
        tell = callback
      }
      observe(element: Element) {
        observed.push(element)
      }
      disconnect() {
        observed.length = 0
      }
    },
  )
  const onSight = vi.fn()
  const { getByRole, unmount } = render(<GapRow onSight={onSight} />)
  expect(observed).toEqual([getByRole('listitem')])
  for (const isIntersecting of [false, true, false, true]) tell([{ isIntersecting }])
  expect(onSight).toHaveBeenCalledTimes(2)
  unmount()
  expect(observed).toEqual([])
})
