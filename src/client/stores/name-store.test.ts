/** Names against a directory that a test answers for. */
import { expect, test } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { turn } from '@/testing/pumped-network'
import { createNameStore } from './name-store'

function setUp() {
  const clock = createFakeClock()
  const asked: string[][] = []
  const directory = {
    names: new Map([
      ['a', 'Ada'],
      ['b', 'Bob'],
    ]),
    offline: false,
  }
  const store = createNameStore({
    clock,
    async fetch(userIds) {
      asked.push(userIds)
      if (directory.offline) throw new Error('offline')
      return userIds.flatMap((userId) => {
        const name = directory.names.get(userId)
        return name === undefined ? [] : [{ userId, name }]
      })
    },
  })
  async function pass(milliseconds: number) {
    clock.advance(milliseconds)
    await turn()
  }
  return { store, asked, directory, pass }
}

test('ID-34 names that are wanted together are asked for together, and not again for a while', async () => {
  const { store, asked, pass, directory } = setUp()
  store.want(['a', 'b'])
  store.want(['b', 'stranger'])
  await pass(20)
  expect(asked).toEqual([['a', 'b', 'stranger']])
  expect([...store.names()]).toEqual([
    ['a', 'Ada'],
    ['b', 'Bob'],
  ])
  store.want(['a', 'stranger'])
  await pass(60_000)
  expect(asked).toHaveLength(1)
  directory.names.set('a', 'Countess')
  await pass(300_000)
  store.want(['a'])
  await pass(20)
  expect(store.names().get('a')).toBe('Countess')
})

test('ID-34 names that could not be asked for are asked for again', async () => {
  const { store, asked, directory, pass } = setUp()
  directory.offline = true
  store.want(['a'])
  await pass(20)
  directory.offline = false
  await pass(5_000)
  expect(asked).toHaveLength(2)
  expect(store.names().get('a')).toBe('Ada')
})
