import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { createKeptList } from './kept-list'

interface Item {
  n: number
}

const pool: Item[] = Array.from({ length: 12 }, (_, n) => ({ n }))
const made = new Map(pool.map((item) => [item, { of: item }]))
const make = (item: Item) => (item.n % 3 === 0 ? undefined : made.get(item))

it('UI-91 whatever a list was before, what is made of it is what its items become, in their order', () => {
  const lists = fc.array(fc.array(fc.constantFrom(...pool), { maxLength: 15 }), { maxLength: 6 })
  fc.assert(
    fc.property(lists, (all) => {
      const kept = createKeptList(make)
      for (const items of all) expect(kept(items)).toEqual(items.flatMap((item) => make(item) ?? []))
    }),
  )
})

it('UI-91 of many items only those are made anew that came or are others', () => {
  const items = Array.from({ length: 1_000 }, (_, n) => ({ n }))
  const making = vi.fn((item: Item) => ({ of: item }))
  const kept = createKeptList(making)
  kept(items)
  making.mockClear()
  const next = [...items.slice(0, 500), { n: 500 }, ...items.slice(501), { n: 1_000 }]
  expect(kept(next)).toHaveLength(1_001)
  expect(kept(next)).toBe(kept(next))
  // What lies between two differences counts as one.
  expect(making).toHaveBeenCalledTimes(501)
  making.mockClear()
  kept([...next, { n: 1_001 }])
  kept([{ n: -1 }, ...next, { n: 1_001 }])
  expect(making.mock.calls.length).toBeLessThan(1_010)
})
