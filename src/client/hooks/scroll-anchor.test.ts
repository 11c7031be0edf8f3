import { expect, it } from 'vitest'
import { firstRowBelow, ScrollAnchor } from './scroll-anchor'

/** A list of rows of given heights in a view that is 300 px high, which clamps like a browser's. */
class FakeList {
  readonly clientHeight = 300
  rows: { offsetTop: number; offsetHeight: number; isConnected: boolean }[] = []
  /** Where the view begins on the screen. */
  top = 0
  #scrollTop = 0

  constructor(heights: number[]) {
    this.append(...heights)
  }

  get scrollHeight(): number {
    return this.rows.reduce((sum, row) => sum + row.offsetHeight, 0)
  }

  get scrollTop(): number {
    return this.#scrollTop
  }

  set scrollTop(top: number) {
    this.#scrollTop = Math.max(0, Math.min(top, this.scrollHeight - this.clientHeight))
  }

  getBoundingClientRect() {
    return { top: this.top }
  }

  append(...heights: number[]): void {
    this.rows = [
      ...this.rows,
      ...heights.map((offsetHeight) => ({ offsetTop: 0, offsetHeight, isConnected: true })),
    ]
    this.layOut()
  }

  prepend(...heights: number[]): void {
    this.rows = [
      ...heights.map((offsetHeight) => ({ offsetTop: 0, offsetHeight, isConnected: true })),
      ...this.rows,
    ]
    this.layOut()
  }

  layOut(): void {
    let top = 0
    for (const row of this.rows) {
      row.offsetTop = top
      top += row.offsetHeight
    }
  }

  get distanceFromEnd(): number {
    return this.scrollHeight - this.clientHeight - this.scrollTop
  }
}

it('UI-14 a list opens at its end and stays there when messages arrive', () => {
  const list = new FakeList([200, 200, 200])
  const anchor = new ScrollAnchor()
  anchor.settle(list, list.rows)
  expect(list.distanceFromEnd).toBe(0)
  list.append(500)
  anchor.settle(list, list.rows)
  expect(list.distanceFromEnd).toBe(0)
})

it('UI-14 a reader who scrolled up keeps their place when messages arrive below and load above', () => {
  const list = new FakeList([200, 200, 200, 200])
  const anchor = new ScrollAnchor()
  anchor.settle(list, list.rows)
  list.scrollTop = 250
  anchor.moved(list, list.rows)
  const read = list.rows[1]
  list.append(100, 100)
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(250)
  list.prepend(70, 80)
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(400)
  expect((read?.offsetTop ?? 0) - list.scrollTop).toBe(-50)
})

it('UI-14 at the very top older messages load above without moving what is read', () => {
  const list = new FakeList([200, 200, 200, 200])
  const anchor = new ScrollAnchor()
  list.scrollTop = 0
  anchor.moved(list, list.rows)
  list.prepend(1000)
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(1000)
})

it('UI-14 a row above that grows does not push what is read', () => {
  const list = new FakeList([200, 200, 200, 200])
  const anchor = new ScrollAnchor()
  list.scrollTop = 250
  anchor.moved(list, list.rows)
  const [first] = list.rows
  if (first !== undefined) first.offsetHeight += 60
  list.layOut()
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(310)
})

it('UI-14 coming back to the end sticks to it again', () => {
  const list = new FakeList([200, 200, 200, 200])
  const anchor = new ScrollAnchor()
  list.scrollTop = 0
  anchor.moved(list, list.rows)
  expect(anchor.atEnd).toBe(false)
  list.scrollTop = 480
  anchor.moved(list, list.rows)
  expect(anchor.atEnd).toBe(true)
  list.append(100)
  anchor.settle(list, list.rows)
  expect(list.distanceFromEnd).toBe(0)
})

it('UI-14 when the row that is read goes away, what follows it stays where it is', () => {
  const list = new FakeList([200, 200, 200, 200])
  const anchor = new ScrollAnchor()
  list.scrollTop = 250
  anchor.moved(list, list.rows)
  const gone = list.rows.splice(1, 1)[0]
  if (gone !== undefined) Object.assign(gone, { isConnected: false, offsetTop: 0 })
  list.layOut()
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(50)
})

it('UI-14 a row that loses its head to what comes before it keeps its text in place, once there is room', () => {
  const list = new FakeList([100, 100, 400])
  const anchor = new ScrollAnchor()
  list.scrollTop = 0
  anchor.moved(list, list.rows)
  Object.assign(list.rows[0] ?? {}, { offsetHeight: 80 })
  list.layOut()
  anchor.settle(list, list.rows)
  list.prepend(500)
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(480)
})

it('UI-14 where everything fits there is no way back to the end: the reader is there', () => {
  const list = new FakeList([200, 200, 200])
  const anchor = new ScrollAnchor()
  list.scrollTop = 0
  anchor.moved(list, list.rows)
  expect(anchor.atEnd).toBe(false)
  list.rows.pop()
  anchor.settle(list, list.rows)
  expect(anchor.atEnd).toBe(false)
  list.rows.pop()
  anchor.settle(list, list.rows)
  expect(anchor.atEnd).toBe(true)
})

it('UI-30 at the last of the drawn rows, with more below that are not drawn, the reader is not at the end', () => {
  const list = new FakeList([200, 200])
  const anchor = new ScrollAnchor()
  anchor.atEnd = false
  anchor.isCut = true
  list.scrollTop = 100
  anchor.moved(list, list.rows)
  expect(anchor.atEnd).toBe(false)
  anchor.isCut = false
  anchor.moved(list, list.rows)
  expect(anchor.atEnd).toBe(true)
})

it('UI-14 the first visible row is found whatever their number', () => {
  for (const count of [0, 1, 2, 7, 1000]) {
    for (const y of [-1, 0, 9, 10, 55, 10_000]) {
      const plain = Array.from({ length: count }, (_, index) => (index + 1) * 10).findIndex(
        (bottom) => bottom > y,
      )
      expect(firstRowBelow(count, (index) => (index + 1) * 10, y)).toBe(plain === -1 ? count : plain)
    }
  }
})

it('UI-14 what comes or goes above the view does not move what is read in it', () => {
  const list = new FakeList([400, 400, 400])
  const anchor = new ScrollAnchor()
  anchor.settle(list, list.rows)
  list.scrollTop = 450
  anchor.moved(list, list.rows)
  list.top = 33
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(483)
  list.top = 0
  anchor.settle(list, list.rows)
  expect(list.scrollTop).toBe(450)
})
