import { expect, it } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { watchForNewVersion } from './new-version'

/** A worker as far as its state goes. */
class FakeWorker extends EventTarget {
  state = 'installing'
  messages: unknown[] = []
  become(state: string) {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
  postMessage(message: unknown) {
    this.messages.push(message)
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null
  waiting: FakeWorker | null = null
  updates = 0
  find(worker: FakeWorker) {
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
  }
  async update() {
    this.updates++
  }
}

class FakeWorkers extends EventTarget {
  registration = new FakeRegistration()
  readonly controller: FakeWorker | null
  constructor(controller: FakeWorker | null) {
    super()
    this.controller = controller
  }
  register = async () => this.registration
  takeOver() {
    this.dispatchEvent(new Event('controllerchange'))
  }
}

async function setUp(workers: FakeWorkers | undefined) {
  const clock = createFakeClock()
  const told = { reloads: 0, said: 0, wake: () => {} }
  const version = watchForNewVersion({
    workers: workers as unknown as ServiceWorkerContainer | undefined,
    ...{ clock, reload: () => void told.reloads++ },
    onWake(callback) {
      told.wake = callback
      return () => {}
    },
  })
  version.subscribe(() => told.said++)
  await Promise.resolve()
  await Promise.resolve()
  return { clock, told, version, registration: workers?.registration ?? new FakeRegistration() }
}

it('IN-05 the first worker ever is not a new version, also when it takes care of the page', async () => {
  const workers = new FakeWorkers(null)
  const { version, registration } = await setUp(workers)
  const worker = new FakeWorker()
  registration.find(worker)
  worker.become('installed')
  workers.takeOver()
  expect(version.isReady()).toBe(false)
  const next = new FakeWorker()
  registration.find(next)
  next.become('installed')
  expect(version.isReady()).toBe(true)
})

it('IN-05 a newer version is told of when all of it is here, and taken only when somebody wants it', async () => {
  const workers = new FakeWorkers(new FakeWorker())
  const { version, registration, told } = await setUp(workers)
  const next = new FakeWorker()
  registration.find(next)
  expect(version.isReady()).toBe(false)
  next.become('installed')
  registration.waiting = next
  expect([version.isReady(), told.said, told.reloads]).toEqual([true, 1, 0])
  version.take()
  expect(next.messages).toEqual([{ type: 'SKIP_WAITING' }])
  expect(told.reloads).toBe(0)
  workers.takeOver()
  expect(told.reloads).toBe(1)
})

it('IN-05 one that waited since before, and one that another tab took, are offered too; a worker that stays asleep is not waited for', async () => {
  const waiting = new FakeWorkers(new FakeWorker())
  const worker = new FakeWorker()
  worker.state = 'installed'
  waiting.registration.waiting = worker
  const first = await setUp(waiting)
  expect(first.version.isReady()).toBe(true)
  first.version.take()
  first.clock.advance(3_000)
  expect(first.told.reloads).toBe(1)

  const taken = new FakeWorkers(new FakeWorker())
  const second = await setUp(taken)
  taken.takeOver()
  expect([second.version.isReady(), second.told.reloads]).toEqual([true, 0])
  second.version.take()
  expect(second.told.reloads).toBe(1)
})

it('IN-05 it is looked for once an hour and whenever somebody comes back', async () => {
  const { registration, clock, told } = await setUp(new FakeWorkers(new FakeWorker()))
  expect(registration.updates).toBe(0)
  told.wake()
  expect(registration.updates).toBe(1)
  clock.advance(2 * 60 * 60_000)
  expect(registration.updates).toBe(3)
})

it('IN-08 without service workers, or where one is refused, there is nothing to say and nothing fails', async () => {
  const without = await setUp(undefined)
  const refused = new FakeWorkers(null)
  refused.register = () => Promise.reject(new Error('refused'))
  const second = await setUp(refused)
  expect([without.version.isReady(), second.version.isReady()]).toEqual([false, false])
  without.version.take()
  expect(without.told.reloads).toBe(1)
})
