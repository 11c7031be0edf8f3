import { expect, it } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { firstDelayMs, keepRunning, longestDelayMs, steadyMs } from './keep-running'

/** A program whose start and end the test decides. */
function setUp() {
  const clock = createFakeClock()
  const said: string[] = []
  const ready = new Set<number>()
  const runs: { start(): void; fail(): void; end(how: string): void }[] = []
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const kept = keepRunning<number>({
    name: 'It',
    launch() {
      const { promise: ended, resolve: end } = deferred<string>()
      const { promise, resolve, reject } = deferred<number>()
      const number = runs.push({
        start: () => resolve(number),
        fail: () => reject(new Error('It ended before it was ready')),
        end,
      })
      const stop = async () => end('SIGTERM')
      return { child: { pid: number, ended, signal: () => {}, stop }, ready: promise }
    },
    onReady(number) {
      ready.add(number)
      return () => void ready.delete(number)
    },
    clock,
    say: (text) => said.push(text),
  })
  return { clock, said, ready, runs, kept, settled }
}

function deferred<T>() {
  let resolve = (_value: T) => {}
  let reject = (_error: Error) => {}
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

it('CR-07 a program that ended is started again, and is in use only while it is ready', async () => {
  const { clock, said, ready, runs, kept, settled } = setUp()
  runs[0]?.start()
  await kept.ready
  expect([...ready]).toEqual([1])
  runs[0]?.end('SIGKILL')
  await settled()
  expect([...ready]).toEqual([])
  expect(said.at(-1)).toBe('It ended (SIGKILL). It is started again in 0.25 s.')
  clock.advance(firstDelayMs)
  expect([runs.length, kept.pid, ready.size]).toEqual([2, 2, 0])
  runs[1]?.start()
  await settled()
  expect([...ready]).toEqual([2])
})

it('CR-07 the delay grows up to a bound, and is short again after a steady run', async () => {
  const { clock, said, runs, settled } = setUp()
  runs[0]?.start()
  await settled()
  runs[0]?.end('exit code 1')
  for (let n = 1; n <= 10; n++) {
    await settled()
    clock.advance(longestDelayMs)
    runs[n]?.fail()
  }
  await settled()
  const delays = said.flatMap((text) => /again in (\S+) s/.exec(text)?.[1] ?? []).map(Number)
  expect(delays).toEqual([0.25, 0.5, 1, 2, 4, 5, 5, 5, 5, 5, 5])
  clock.advance(longestDelayMs)
  runs.at(-1)?.start()
  await settled()
  clock.advance(steadyMs)
  runs.at(-1)?.end('exit code 1')
  await settled()
  expect(said.at(-1)).toContain('0.25 s')
})

it('CR-07 one that never was ready is not started again: the cluster does not start', async () => {
  const { clock, kept, runs } = setUp()
  runs[0]?.fail()
  await expect(kept.ready).rejects.toThrow('before it was ready')
  clock.advance(longestDelayMs)
  expect(runs).toHaveLength(1)
})

it('CR-08 what a stop ends is not started again', async () => {
  const { clock, kept, runs, said, settled } = setUp()
  runs[0]?.start()
  await kept.ready
  await kept.stop(0)
  await settled()
  clock.advance(longestDelayMs)
  expect([runs.length, said]).toEqual([1, ['It is ready.']])
})

it('CR-08 what waits for its next start when a stop comes is not started again', async () => {
  const { clock, kept, runs, settled } = setUp()
  runs[0]?.start()
  await settled()
  runs[0]?.end('SIGKILL')
  await settled()
  await kept.stop(0)
  clock.advance(longestDelayMs)
  expect(runs).toHaveLength(1)
})
