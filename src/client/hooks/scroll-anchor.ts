/** Keeps a scrolling list where its reader is: at the end while they are there, else at the row they read. */

/** Closer than this to the end (px) counts as being there. */
const endSlack = 48

/** What is needed of the element that scrolls. */
export type ScrollView = Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'> & {
  getBoundingClientRect(): { readonly top: number }
}

/** What is needed of a row; its `offsetTop` counts from the start of what scrolls. */
export type ScrollRow = Pick<HTMLElement, 'offsetTop' | 'offsetHeight' | 'isConnected'>

/** The index of the first of `count` rows, top to bottom, that ends below `y`; `count` when none does. */
export function firstRowBelow(count: number, bottomOf: (index: number) => number, y: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (bottomOf(middle) > y) high = middle
    else low = middle + 1
  }
  return low
}

/** So many rows are held, in case that the first of them go. */
const mostHeld = 4

interface Held {
  readonly row: ScrollRow
  /** By which edge: a row that ends in sight may lose its author's name, at its beginning, to one that comes before. */
  readonly by: 'beginning' | 'end'
  /** How far below the top of the view that edge is (px). */
  readonly offset: number
}

function edgeOf({ row, by }: Pick<Held, 'row' | 'by'>): number {
  return row.offsetTop + (by === 'end' ? row.offsetHeight : 0)
}

export class ScrollAnchor {
  /** Whether the reader is at the end and wants to stay there. */
  atEnd = true
  /** There is more below the last row than is drawn: the reader who sees that is not at the end. */
  isCut = false
  /** What is in sight first, and where: a day line that older messages take away leaves the next one. */
  #held: Held[] = []
  /** Where on the screen the view began (px). */
  #top = 0

  /** The reader scrolled. */
  moved(view: ScrollView, rows: ArrayLike<ScrollRow>): void {
    this.atEnd = !this.isCut && view.scrollHeight - view.clientHeight - view.scrollTop <= endSlack
    this.#hold(view, rows)
  }

  /** Brings a row into sight, this far (px) below the top of the view, as far as the list goes. */
  show(view: ScrollView, rows: ArrayLike<ScrollRow>, row: ScrollRow, offset: number): void {
    view.scrollTop = row.offsetTop - offset
    this.moved(view, rows)
  }

  /** Something above, below or around changed its size. */
  settle(view: ScrollView, rows: ArrayLike<ScrollRow>): void {
    // It is not shown at all: where its reader was is kept for when it is again.
    if (view.clientHeight === 0) return
    if (!this.isCut && view.scrollHeight - view.clientHeight <= endSlack) this.atEnd = true
    // What comes or goes above the view moves its beginning, and not what is read in it.
    const shift = view.getBoundingClientRect().top - this.#top
    const held = this.#held.find(({ row }) => row.isConnected)
    if (this.atEnd) view.scrollTop = view.scrollHeight
    else if (held) {
      const wanted = edgeOf(held) - held.offset + shift
      view.scrollTop = wanted
      // No room for that yet, as before the first row while older ones are about to come: they make it.
      if (Math.abs(view.scrollTop - wanted) > 1) return
    }
    this.#hold(view, rows)
  }

  #hold(view: ScrollView, rows: ArrayLike<ScrollRow>): void {
    const bottomOf = (index: number) => {
      const row = rows[index]
      return row === undefined ? 0 : row.offsetTop + row.offsetHeight
    }
    const first = firstRowBelow(rows.length, bottomOf, view.scrollTop)
    this.#held = []
    for (let index = first; index < first + mostHeld; index++) {
      const row = rows[index]
      if (row === undefined) break
      const by = bottomOf(index) <= view.scrollTop + view.clientHeight ? 'end' : 'beginning'
      this.#held.push({ row, by, offset: edgeOf({ row, by }) - view.scrollTop })
    }
    this.#top = view.getBoundingClientRect().top
  }
}
