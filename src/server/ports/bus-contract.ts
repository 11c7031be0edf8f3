/** What every bus promises. Each adapter's test calls this. */
import { test as baseTest, describe, expect, vi } from 'vitest'
import { serverLimits } from '@/contract/server-limits'
import type { FakeClock } from '@/testing/fake-clock'
import type { Bus, BusListener } from './bus'

export interface BusHarness {
  /** What the buses live by. */
  clock: FakeClock
  /** A bus of one more process. */
  open(): Bus
  /** Ends the process of this bus without a goodbye. */
  kill(bus: Bus): void
  close?(): Promise<void>
}

/** A listener that writes down what it hears. */
export interface Recorder extends BusListener {
  readonly heard: { from: string; header: unknown; body: string }[]
  readonly goneProcesses: string[]
  misses: number
}

export function record(bus: Bus): Recorder {
  const recorder: Recorder = {
    heard: [],
    goneProcesses: [],
    misses: 0,
    message: (from, header, body) => void recorder.heard.push({ from, header, body: body.toString() }),
    missed() {
      recorder.misses += 1
    },
    gone: (process) => void recorder.goneProcesses.push(process),
  }
  bus.listen(recorder)
  return recorder
}

export function describeBus(name: string, create: () => Promise<BusHarness>): void {
  const test = baseTest.extend<{ harness: BusHarness }>({
    harness: async ({ task: _ }, use) => {
      const harness = await create()
      await use(harness)
      await harness.close?.()
    },
  })

  /** Opens it, and waits until it hears everything. */
  async function join({ open }: BusHarness) {
    const bus = open()
    const recorder = record(bus)
    await vi.waitFor(() => expect(recorder.misses).toBeGreaterThan(0))
    await vi.waitFor(() => expect(bus.isWhole()).toBe(true))
    return { bus, recorder }
  }

  /** Lets time pass until it is so. */
  async function passing({ clock }: BusHarness, check: () => void) {
    await vi.waitFor(
      () => {
        clock.advance(serverLimits.busBeatMs / 4)
        check()
      },
      { interval: 20, timeout: 20_000 },
    )
  }

  describe(name, () => {
    test('BU-01 a message reaches every other process and not its sender, header and body as they were', async ({
      harness,
    }) => {
      const [ada, ben, cleo] = [await join(harness), await join(harness), await join(harness)]
      ada.bus.publish({ topic: 'Küche\n1' }, Buffer.from('line one\nline two 🙂'))
      for (const { recorder } of [ben, cleo]) {
        await vi.waitFor(() => expect(recorder.heard).toHaveLength(1))
        expect(recorder.heard[0]).toMatchObject({
          header: { topic: 'Küche\n1' },
          body: 'line one\nline two 🙂',
        })
      }
      ben.bus.publish({ n: 2 })
      await vi.waitFor(() => expect(cleo.recorder.heard).toHaveLength(2))
      expect(ada.recorder.heard).toHaveLength(1)
      expect(cleo.recorder.heard[1]).toMatchObject({ header: { n: 2 }, body: '' })
      expect(cleo.recorder.heard[1]?.from).not.toBe(cleo.recorder.heard[0]?.from)
    })

    test('BU-02 all processes hear all messages in the same order', async ({ harness }) => {
      const [ada, ben] = [await join(harness), await join(harness)]
      const readers = [await join(harness), await join(harness)]
      for (let n = 0; n < 200; n += 1) (n % 2 ? ada : ben).bus.publish({ n })
      for (const { recorder } of readers) await vi.waitFor(() => expect(recorder.heard).toHaveLength(200))
      const [one, other] = readers.map(({ recorder }) => recorder.heard.map(({ header }) => header))
      expect(one).toEqual(other)
      expect(readers.map(({ recorder }) => recorder.misses)).toEqual([1, 1])
    })

    test('BU-03 whoever comes is told to ask for what was before', async ({ harness }) => {
      const { recorder } = await join(harness)
      expect(recorder.misses).toBe(1)
    })

    test('BU-04 a process that says goodbye is gone for the others', async ({ harness }) => {
      const [ada, ben] = [await join(harness), await join(harness)]
      ada.bus.publish({ n: 1 })
      await vi.waitFor(() => expect(ben.recorder.heard).toHaveLength(1))
      await ada.bus.close()
      await vi.waitFor(() => expect(ben.recorder.goneProcesses).toEqual([ben.recorder.heard[0]?.from]))
    })

    test('BU-04 a killed process is gone after its silence, and one that goes on is not', async ({
      harness,
    }) => {
      const [ada, ben, cleo] = [await join(harness), await join(harness), await join(harness)]
      ada.bus.publish({ n: 1 })
      cleo.bus.publish({ n: 2 })
      await vi.waitFor(() => expect(ben.recorder.heard).toHaveLength(2))
      const killed = ben.recorder.heard.find(({ header }) => JSON.stringify(header) === '{"n":1}')?.from
      harness.kill(ada.bus)
      await passing(harness, () => expect(ben.recorder.goneProcesses).toEqual([killed]))
      cleo.bus.publish({ n: 3 })
      await vi.waitFor(() => expect(ben.recorder.heard).toHaveLength(3))
    })
  })
}
