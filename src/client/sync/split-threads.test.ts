import { expect, it } from 'vitest'
import { splitThreads } from './split-threads'
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
