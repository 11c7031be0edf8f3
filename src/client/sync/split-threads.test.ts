import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createThreadSplit, splitThreads } from './split-threads'
import type { ChatItem } from './view'

const item = (id: string, seq: number, thread?: string): ChatItem => ({
  ...{ kind: 'removed', id, senderId: 'ana', sentAt: '2026-01-01T00:00:00.000Z', seq },
  ...(thread ? { thread } : {}),
})

it('TH-06 what is in a thread stands there, in its order, and nowhere else', () => {
  const all = [item('a', 1), item('b', 2, 'a'), item('c', 3), item('d', 4, 'c'), item('e', 5, 'a')]
  const { items, threads } = splitThreads(all)
  expect(items.map(({ id }) => id)).toEqual(['a', 'c'])
  expect([...threads].map(([id, answers]) => [id, answers.map((answer) => answer.id)])).toEqual([
    ['a', ['b', 'e']],
    ['c', ['d']],
  ])
})

it('TH-06 where there is no thread, the items stay the same value', () => {
  const all = [item('a', 1), item('c', 3)]
  expect(splitThreads(all).items).toBe(all)
})

const pool = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id, index) => [
  item(id, index),
  item(id, index, 'a'),
  item(id, index, 'b'),
])

it('UI-91 threads that are taken out again and again are those that would be taken out once', () => {
  const lists = fc.array(fc.subarray(pool), { maxLength: 6 })
  fc.assert(
    fc.property(lists, (all) => {
      const split = createThreadSplit()
      for (const items of all) {
        const { threads, ...rest } = split(items)
        const once = splitThreads(items)
        expect(rest.items).toEqual(once.items)
        expect(new Map(threads)).toEqual(new Map(once.threads))
      }
    }),
  )
})

it('UI-91 a thread in which nothing has changed is the same value', () => {
  const split = createThreadSplit()
  const all = [item('a', 1), item('b', 2, 'a'), item('c', 3, 'x')]
  const { threads } = split(all)
  const next = split([...all, item('d', 4), item('e', 5, 'x')]).threads
  expect(next.get('a')).toBe(threads.get('a'))
  expect(next.get('x')?.map(({ id }) => id)).toEqual(['c', 'e'])
})
