import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { calmly, calmPause } from './calmly'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function listen(first: Parameters<typeof calmly>[1]) {
  const told = vi.fn()
  let change = () => {}
  const left = vi.fn()
  const leave = calmly((listener) => {
    change = listener
    return left
  }, first)(told)
  return { told, left, leave, change: () => change() }
}

it('UI-91 one change is told at once, and many that follow it ten times a second, the last of them too', () => {
  const { told, change } = listen('at-once')
  change()
  expect(told).toHaveBeenCalledTimes(1)
  for (let n = 0; n < 50; n++) {
    change()
    vi.advanceTimersByTime(calmPause / 5)
  }
  expect(told).toHaveBeenCalledTimes(11)
  change()
  vi.advanceTimersByTime(10 * calmPause)
  expect(told).toHaveBeenCalledTimes(12)
  change()
  expect(told).toHaveBeenCalledTimes(13)
})

it('UI-91 what is taken back within a moment is never shown', () => {
  const { told, change } = listen('together')
  change()
  change()
  expect(told).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10 * calmPause)
  expect(told).toHaveBeenCalledTimes(1)
})

it('UI-91 whoever has left is told nothing more', () => {
  const { told, left, leave, change } = listen('together')
  change()
  leave()
  vi.advanceTimersByTime(10 * calmPause)
  expect(told).not.toHaveBeenCalled()
  expect(left).toHaveBeenCalledTimes(1)
})
