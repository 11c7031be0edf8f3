// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { calmly, calmPause, typingLasts, typingPause } from './calmly'

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

it('UI-91 while somebody types it is told three times a second, and as often as before when they stop', () => {
  const { told, change } = listen('at-once')
  const changeFor = (milliseconds: number) => {
    told.mockClear()
    for (let passed = 0; passed < milliseconds; passed += calmPause / 2) {
      change()
      vi.advanceTimersByTime(calmPause / 2)
    }
    return told.mock.calls.length
  }
  expect(changeFor(10 * calmPause)).toBe(11)
  window.dispatchEvent(new Event('input'))
  expect(changeFor(typingLasts)).toBeLessThanOrEqual(typingLasts / typingPause + 1)
  vi.advanceTimersByTime(typingPause)
  expect(changeFor(10 * calmPause)).toBe(11)
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
