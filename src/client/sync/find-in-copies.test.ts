import { expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import { type CopyPage, findInCopies } from './find-in-copies'

const ada = '00000000-0000-7000-8000-00000000000a'
const rooms = [
  { roomId: 'one', name: 'Garden' },
  { roomId: 'two', name: 'Kitchen' },
]

function message(roomId: string, seq: number, content: string, more: Partial<Change> = {}): Change {
  const createdAt = new Date(1_750_000_000_000 + seq * 1_000).toISOString()
  return {
    ...{
      id: `${roomId} ${seq}`,
      roomId,
      seq,
      changedSeq: seq,
      senderId: ada,
      content,
      version: 1,
      replyTo: null,
    },
    ...{ sentAt: createdAt, createdAt, editedAt: null, removedAt: null, reactions: [], ...more },
  }
}

function open(messages: Change[]) {
  const asked: string[] = []
  const page: CopyPage = async (roomId, before = Number.POSITIVE_INFINITY, most) => {
    asked.push(`${roomId} ${before}`)
    return messages
      .filter((one) => one.roomId === roomId && one.seq < before)
      .sort((left, right) => right.seq - left.seq)
      .slice(0, most)
  }
  const find = (typed: string, signal = new AbortController().signal) =>
    findInCopies({ typed, rooms, names: new Map([[ada, 'Ada']]), page, signal })
  return { find, asked, page }
}

test('SR-08 what is kept here is found by the rules of the server, the newest first, across rooms', async () => {
  const { find } = open([
    message('one', 1, 'Café one'),
    message('two', 2, 'cafe two'),
    message('one', 3, 'CAFES three', { thread: 'one 1' }),
    message('one', 4, '', { removedAt: '2026-01-01T00:00:00Z' }),
    message('two', 5, '', { event: { kind: 'joined' } }),
  ])
  const found = await find('cafe')
  expect(found.map(({ id }) => id)).toEqual(['one 3', 'two 2', 'one 1'])
  expect(found[0]).toMatchObject({
    thread: 'one 1',
    snippet: 'CAFES three',
    ranges: [[0, 5]],
    roomName: 'Garden',
  })
  expect((await find('in:kitchen cafe')).map(({ id }) => id)).toEqual(['two 2'])
  expect(await find('from:ben cafe')).toEqual([])
  expect(await find('from:ada')).toHaveLength(3)
  expect(await find('cafe before:2020-01-01')).toEqual([])
  expect(await find(' … ')).toEqual([])
})

test('SR-08 no more is looked through than the bound, and nothing more once the answer is not wanted', async () => {
  const many = Array.from({ length: limits.findScanned }, (_, index) => message('one', index + 1, 'tea'))
  const rare = open([...many, message('two', 1, 'coffee')])
  expect(await rare.find('coffee')).toHaveLength(1)
  expect(rare.asked.length).toBeLessThanOrEqual(limits.findScanned / 200 + rooms.length)
  const common = open(many)
  expect(await common.find('tea')).toHaveLength(limits.searchPage)
  expect(common.asked).toHaveLength(2)
  const { find, asked } = open(many)
  expect(await find('coffee', AbortSignal.abort())).toEqual([])
  expect(asked).toEqual([])
})
