import { expect, it } from 'vitest'
import type { ChatItem } from '@/client/sync/view'
import { around, earlier, later, type Place, rangeOf, staying, theEnd } from './drawn-range'

function itemsUpTo(count: number): ChatItem[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ kind: 'removed', id: `m${n}`, senderId: 'ana', sentAt: '2026-03-01T12:00:00.000Z', seq: n + 1 },
  }))
}

const many = itemsUpTo(100_000)

it('UI-30 of however many messages few are drawn at first: the newest', () => {
  const { from, to } = rangeOf(many, theEnd)
  expect(to).toBe(many.length)
  expect(to - from).toBeLessThan(100)
  expect(rangeOf(itemsUpTo(3), theEnd)).toEqual({ from: 0, to: 3 })
})

it('UI-91 at the end the first that are drawn stay for many arrivals, and then go together', () => {
  const firsts = Array.from({ length: 400 }, (_, n) => rangeOf(many.slice(0, 1_000 + n), theEnd).from)
  expect(new Set(firsts).size).toBeLessThanOrEqual(21)
  expect(firsts.every((from, n) => 1_000 + n - from < 60)).toBe(true)
})

it('UI-30 a reader who goes up and down again sees every message, and never many are drawn', () => {
  const items = itemsUpTo(2_000)
  let place: Place = staying(items, theEnd)
  let before = rangeOf(items, place)
  while (before.from > 0) {
    place = earlier(items, place)
    const { from, to } = rangeOf(items, place)
    expect(from).toBeLessThan(before.from)
    expect(to).toBeGreaterThan(before.from)
    expect(to - from).toBeLessThanOrEqual(500)
    before = { from, to }
  }
  while (before.to < items.length) {
    place = later(items, place)
    const { from, to } = rangeOf(items, place)
    expect(from).toBeLessThan(before.to)
    expect(to).toBeGreaterThan(before.to)
    expect(to - from).toBeLessThanOrEqual(500)
    before = { from, to }
  }
})

it('UI-30 what a reader sees stays drawn when messages arrive below and load above', () => {
  const items = itemsUpTo(300)
  const place = staying(items, theEnd)
  const first = items[rangeOf(items, place).from]
  const older: ChatItem = { kind: 'removed', id: 'older', senderId: 'ana', sentAt: '', seq: 0 }
  const grown = [older, ...items, ...itemsUpTo(400).slice(300)]
  expect(grown[rangeOf(grown, place).from]).toBe(first)
})

it('UI-30 nothing is drawn across a gap in the history, and a reader who comes to one from either side sees it', () => {
  const gap: ChatItem = { kind: 'gap', id: 'gap', between: { from: 401, to: 9_001 } }
  const all = itemsUpTo(10_000)
  const items = [...all.slice(0, 400), gap, ...all.slice(9_000)]
  let place = around(items, 390)
  for (let before: Place | undefined; before !== place; ) {
    expect(rangeOf(items, place).to).toBeLessThanOrEqual(401)
    before = place
    place = later(items, place)
  }
  expect(rangeOf(items, place).to).toBe(401)
  const [first] = all.slice(rangeOf(items, place).from)
  const filled = all.slice(0, 500)
  expect(filled[rangeOf(filled, place).from]).toBe(first)
  expect(rangeOf(filled, place).to).toBeGreaterThan(401)

  place = around(items, 410)
  expect(rangeOf(items, place).from).toBe(400)
  place = staying(items, theEnd)
  for (let before: Place | undefined; before !== place; ) {
    expect(rangeOf(items, place).from).toBeGreaterThanOrEqual(400)
    before = place
    place = earlier(items, place)
  }
  expect(rangeOf(items, place).from).toBe(400)
  const top = items[401]
  const grown = [...all.slice(0, 400), gap, ...all.slice(8_900)]
  expect(grown[rangeOf(grown, place).from]).toBe(top)

  const short = [...all.slice(0, 400), gap, ...all.slice(9_995)]
  expect(rangeOf(short, theEnd)).toEqual({ from: 400, to: 406 })
  expect(rangeOf(short, staying(short, theEnd))).toEqual({ from: 400, to: 406 })
  expect(earlier(short, theEnd)).toBe(theEnd)
})

it('UI-30 when the first drawn message is there no more, the newest are drawn', () => {
  const place = staying(many, theEnd)
  expect(rangeOf(itemsUpTo(10), place)).toEqual({ from: 0, to: 10 })
})
