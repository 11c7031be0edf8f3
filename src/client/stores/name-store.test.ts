/** Names against a directory that a test answers for. */
import { expect, test, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createNameStore } from './name-store'

function setUp(disk = createMemoryDisk()) {
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
    kept: disk.open().names,
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
  return { store, asked, directory, pass, disk }
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

test('ID-35 names that came once are shown after a reload without a network, and people who ask are told', async () => {
  const before = setUp()
  before.store.want(['a', 'b'])
  await before.pass(20)
  before.store.set({ userId: 'me', name: 'Mara' })
  await turn()
  const { store, directory, pass, asked } = setUp(before.disk)
  directory.offline = true
  const told = vi.fn()
  store.subscribe(told)
  await turn()
  const known = store.names()
  expect(Object.fromEntries(known)).toEqual({ a: 'Ada', b: 'Bob', me: 'Mara' })
  expect(told).toHaveBeenCalledTimes(1)
  store.want(['a'])
  await pass(20)
  expect(asked).toEqual([['a']])
  expect(store.names()).toBe(known)
})

test('ID-35 a name that was kept is asked for all the same, and the newer one is shown and kept', async () => {
  const before = setUp()
  before.store.want(['a'])
  await before.pass(20)
  const { store, directory, pass, disk } = setUp(before.disk)
  directory.names.set('a', 'Countess')
  store.want(['a'])
  await pass(20)
  expect(store.names().get('a')).toBe('Countess')
  expect(await disk.open().names.read()).toEqual([{ userId: 'a', name: 'Countess' }])
})

test('ID-35 what was kept never replaces a name that came meanwhile', async () => {
  let kept = (_profiles: { userId: string; name: string }[]) => {}
  const store = createNameStore({
    ...{ clock: createFakeClock(), fetch: async () => [] },
    kept: {
      read: () =>
        new Promise((resolve) => {
          kept = resolve
        }),
      keep: async () => {},
    },
  })
  store.set({ userId: 'a', name: 'Countess' })
  kept([
    { userId: 'a', name: 'Ada' },
    { userId: 'b', name: 'Bob' },
  ])
  await turn()
  expect(Object.fromEntries(store.names())).toEqual({ a: 'Countess', b: 'Bob' })
})

test('ID-35 where the browser keeps nothing, names come and stay for as long as the page', async () => {
  const denied = () => Promise.reject(new Error('storage is denied'))
  const clock = createFakeClock()
  const store = createNameStore({
    ...{ clock, kept: { read: denied, keep: denied } },
    fetch: async () => [{ userId: 'a', name: 'Ada' }],
  })
  store.want(['a'])
  clock.advance(20)
  await turn()
  expect(store.names().get('a')).toBe('Ada')
  clock.advance(60_000)
  await turn()
  expect(clock.pending()).toBe(0)
})
