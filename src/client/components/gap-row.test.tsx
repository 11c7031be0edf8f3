// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { GapItem } from '@/client/sync/view'
import { GapRow } from './gap-row'

afterEach(cleanup)

/** Shows a gap; the answer tells it that it is so far (px) down in a view of 1,000, or not in it at all. */
function show(item: GapItem) {
  let tell = (_entries: object[]) => {}
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
  const actions = { loadNewer: vi.fn(), loadBetween: vi.fn() }
  const { getByRole, unmount } = render(<GapRow {...{ item, actions }} />)
  expect(observed).toEqual([getByRole('listitem')])
  function seeAt(top: number | undefined) {
    const boundingClientRect = { top: top ?? 2_000, bottom: (top ?? 2_000) + 20 }
    tell([{ isIntersecting: top !== undefined, boundingClientRect, rootBounds: { top: 0, bottom: 1_000 } }])
  }
  return { ...actions, seeAt, unmount, observed, text: getByRole('listitem').textContent }
}

it('UI-18 what is missing is asked for each time that somebody comes to see it', () => {
  const { loadNewer, loadBetween, seeAt, unmount, observed } = show({ kind: 'gap', id: 'gap' })
  for (const top of [undefined, 100, undefined, 900]) seeAt(top)
  expect(loadNewer).toHaveBeenCalledTimes(2)
  expect(loadBetween).not.toHaveBeenCalled()
  unmount()
  expect(observed).toEqual([])
})

it('UI-18 what is missing in the middle is asked for from the side from where one comes', () => {
  const item: GapItem = { kind: 'gap', id: 'gap', between: { from: 5, to: 10 } }
  const { loadNewer, loadBetween, seeAt, text } = show(item)
  seeAt(900)
  seeAt(undefined)
  seeAt(100)
  expect(loadBetween.mock.calls).toEqual([
    [item, 'beginning'],
    [item, 'end'],
  ])
  expect(loadNewer).not.toHaveBeenCalled()
  expect(text).toBe('There are more messages in between.')
})
