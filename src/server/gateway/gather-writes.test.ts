import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { gatherWrites } from './gather-writes'

const afterThisTick = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A socket that takes everything at once and remembers how: each entry is one system call. */
function openSocket(highWaterMark: number) {
  const calls: string[][] = []
  const socket = new Writable({
    highWaterMark,
    decodeStrings: false,
    write(chunk, _encoding, done) {
      calls.push([chunk])
      done()
    },
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => chunk))
      done()
    },
  })
  const gather = gatherWrites(socket as Parameters<typeof gatherWrites>[0])
  return {
    calls,
    write(text: string) {
      gather()
      socket.write(text)
    },
  }
}

test('RT-50 what is written in one tick goes out together, at its end, in order', async () => {
  const { calls, write } = openSocket(1_000)
  for (const text of ['a', 'b', 'c']) write(text)
  expect(calls).toEqual([])
  await afterThisTick()
  write('d')
  await afterThisTick()
  write('e')
  write('f')
  await afterThisTick()
  expect(calls).toEqual([['a', 'b', 'c'], ['d'], ['e', 'f']])
})

test('RT-50 a long tick does not pile up more than the socket takes anyhow', async () => {
  const { calls, write } = openSocket(2)
  for (const text of ['a', 'b', 'c', 'd', 'e']) write(text)
  expect(calls).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  await afterThisTick()
  expect(calls.flat()).toEqual(['a', 'b', 'c', 'd', 'e'])
})
