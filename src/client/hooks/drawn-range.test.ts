import { expect, it } from 'vitest'
import type { ChatItem } from '@/client/sync/view'
import { earlier, later, type Place, rangeOf, staying, theEnd } from './drawn-range'

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

it('UI-30 when the first drawn message is there no more, the newest are drawn', () => {
  const place = staying(many, theEnd)
  expect(rangeOf(itemsUpTo(10), place)).toEqual({ from: 0, to: 10 })
})
