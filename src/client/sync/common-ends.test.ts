import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Change } from '@/contract/message'
import { commonEnds } from './common-ends'
import { type OrderedMessages, writeChanges } from './ordered-messages'

const change = (seq: number, changedSeq: number) => ({ id: `m${seq}`, seq, changedSeq }) as Change

it('UI-91 the ends that two lists have in common are those that are the same', () => {
  const [a, b, c, d] = [{}, {}, {}, {}]
  expect(commonEnds([a, b, c], [a, b, c, d])).toEqual({ start: 3, end: 0 })
  expect(commonEnds([b, c], [a, b, c])).toEqual({ start: 0, end: 2 })
  expect(commonEnds([a, b, c], [a, d, c])).toEqual({ start: 1, end: 1 })
  expect(commonEnds([a, a], [a])).toEqual({ start: 1, end: 0 })
})

it('UI-91 what is said of the ends of a log that changes is true of it', () => {
  const changes = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .map(([seq, by]) => change(seq, by)),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 5 }), (pages) => {
      let log: OrderedMessages = []
      for (const page of pages) {
        const next = writeChanges(log, page)
        const { start, end } = commonEnds(log, next)
        expect(start + end).toBeLessThanOrEqual(Math.min(log.length, next.length))
        expect(next.slice(0, start)).toEqual(log.slice(0, start))
        expect(next.slice(next.length - end)).toEqual(log.slice(log.length - end))
        // Not less than one finds by looking, up to what is between two changes.
        if (page.length === 1) expect({ start, end }).toEqual(commonEnds([...log], [...next]))
        log = next
      }
    }),
  )
})
