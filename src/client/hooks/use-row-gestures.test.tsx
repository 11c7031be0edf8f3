// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useRowGestures } from './use-row-gestures'

/** jsdom has none. */
class FingerEvent extends MouseEvent {
  readonly pointerId: number
  readonly pointerType: string
  readonly isPrimary: boolean

  constructor(type: string, init: PointerEventInit = {}) {
    super(type, init)
    this.pointerId = init.pointerId ?? 0
    this.pointerType = init.pointerType ?? ''
    this.isPrimary = init.isPrimary ?? false
  }
}
vi.stubGlobal('PointerEvent', FingerEvent)

const held = vi.fn()
const aside = vi.fn()

function List({ canDrag = true }: { canDrag?: boolean }) {
  const handlers = useRowGestures({ onHold: held, onAside: canDrag ? aside : undefined })
  return (
    <ul {...handlers}>
      <li data-message-id="m1">
        text <a href="/x">the address</a>
      </li>
    </ul>
  )
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  held.mockClear()
  aside.mockClear()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const finger = { pointerType: 'touch', pointerId: 1, isPrimary: true }
const row = () => screen.getByRole('listitem')
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms))

it('UI-71 a row that is held for a moment is meant, once', () => {
  render(<List />)
  fireEvent.pointerDown(row(), { ...finger, clientX: 10, clientY: 10 })
  fireEvent.pointerMove(row(), { ...finger, clientX: 14, clientY: 13 })
  pass(400)
  expect(held).not.toHaveBeenCalled()
  pass(100)
  expect(held.mock.calls).toEqual([[row()]])
  fireEvent.pointerUp(row(), { ...finger, clientX: 14, clientY: 13 })
  pass(1_000)
  expect(held).toHaveBeenCalledOnce()
  expect(aside).not.toHaveBeenCalled()
})

it('UI-71 the finger that held a row clicks nothing when it goes up, and the next one does', () => {
  const clicked = vi.fn()
  render(<List />)
  row().addEventListener('click', clicked)
  fireEvent.pointerDown(row(), { ...finger, clientX: 10, clientY: 10 })
  pass(500)
  fireEvent.click(row(), { detail: 1 })
  expect(clicked).not.toHaveBeenCalled()
  for (let held = 0; held < 2; held++) {
    fireEvent.pointerDown(row(), { ...finger, clientX: 10, clientY: 10 })
    fireEvent.pointerUp(row(), { ...finger, clientX: 10, clientY: 10 })
    fireEvent.click(row(), { detail: 1 })
  }
  expect(clicked).toHaveBeenCalledTimes(2)
})

it.each([
  ['a mouse', { pointerType: 'mouse' }, 'row'],
  ['a second finger', { isPrimary: false }, 'row'],
  ['a finger on a link', {}, 'link'],
])('UI-71 %s holds nothing', (_, other, where) => {
  render(<List />)
  const target = where === 'link' ? screen.getByRole('link') : row()
  fireEvent.pointerDown(target, { ...finger, ...other, clientX: 10, clientY: 10 })
  pass(1_000)
  expect(held).not.toHaveBeenCalled()
})

it('UI-71 a finger that goes up, scrolls or lets the browser take over holds nothing', () => {
  render(<List />)
  for (const leave of ['pointerUp', 'pointerCancel'] as const) {
    fireEvent.pointerDown(row(), { ...finger, clientX: 10, clientY: 10 })
    fireEvent[leave](row(), { ...finger, clientX: 10, clientY: 10 })
    pass(1_000)
  }
  fireEvent.pointerDown(row(), { ...finger, clientX: 10, clientY: 10 })
  fireEvent.pointerMove(row(), { ...finger, clientX: 12, clientY: 60 })
  pass(1_000)
  expect(held).not.toHaveBeenCalled()
})

it('UI-71 a row dragged far enough aside is meant, follows the finger, and goes back', () => {
  render(<List />)
  const drag = (far: number) => {
    fireEvent.pointerDown(row(), { ...finger, clientX: 10, clientY: 10 })
    fireEvent.pointerMove(row(), { ...finger, clientX: 10 + far, clientY: 12 })
    const { transform } = row().style
    fireEvent.pointerUp(row(), { ...finger, clientX: 10 + far, clientY: 12 })
    expect(row().style.transform).toBe('')
    return transform
  }
  expect([drag(30), drag(-60), drag(300)]).toEqual([
    'translateX(30px)',
    'translateX(0px)',
    'translateX(80px)',
  ])
  expect(aside.mock.calls).toEqual([[row()]])
  pass(1_000)
  expect(held).not.toHaveBeenCalled()
})

it('UI-71 where nothing comes of it a row stays where it is', () => {
  render(<List canDrag={false} />)
  fireEvent.pointerDown(row(), { ...finger, clientX: 10, clientY: 10 })
  fireEvent.pointerMove(row(), { ...finger, clientX: 70, clientY: 10 })
  expect(row().style.transform).toBe('')
  fireEvent.pointerUp(row(), { ...finger, clientX: 70, clientY: 10 })
  expect(aside).not.toHaveBeenCalled()
})
