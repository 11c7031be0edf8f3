import { expect, it } from 'vitest'
import type { Command, CommandResult } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { drain } from './drain'
import { undoFor } from './outbox-entry'
import { enqueue } from './outbox-queue'

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`

function send(n: number): Command {
  return {
    ...{ kind: 'send', id: id(n), as: id(7), roomId: id(9), content: `text ${n}` },
    sentAt: '2030-01-01T00:00:00.000Z',
  }
}

async function setUp(answer: (commands: Command[]) => Promise<CommandResult[]>) {
  const disk = createMemoryDisk()
  const lead = createMemoryLead()
  const clock = createFakeClock()
  const sent: string[][] = []
  const tab = disk.open()
  await tab.outbox.change((queue) =>
    [1, 2].map(send).reduce((before, command) => enqueue(before, command), queue),
  )
  const begin = () =>
    drain({
      ...{ store: disk.open(), lead, clock, random: () => 0 },
      transport: {
        apply(commands) {
          sent.push(commands.map((command) => command.id))
          return answer(commands)
        },
      },
    })
  const states = () => tab.outbox.read().then((queue) => queue.map(({ state }) => state.is))
  return { begin, sent, states, lead, clock, tab }
}

const accepted = async (commands: Command[]): Promise<CommandResult[]> =>
  commands.map((command, n) => ({
    ...{ id: command.id, status: 'stored', log: id(8), position: n + 1, epoch: 1 },
  }))

it('IN-04 the worker sends what waits, in order, and is done; with nothing to send it is done at once', async () => {
  const { begin, sent, states } = await setUp(accepted)
  await begin()
  expect(sent).toEqual([[id(1), id(2)]])
  expect(await states()).toEqual(['acked', 'acked'])
  await begin()
  expect(sent).toHaveLength(1)
})

it('OB-26 the worker waits until a removal cannot be undone any more, and sends it', async () => {
  const { begin, sent, clock, tab } = await setUp(accepted)
  const removal: Command = { kind: 'remove', id: id(3), as: id(7), roomId: id(9), messageId: id(5) }
  await tab.outbox.change(() => enqueue([], removal, clock.now() + undoFor))
  const done = begin()
  await turn()
  expect(sent).toEqual([])
  clock.advance(undoFor)
  await done
  expect(sent).toEqual([[id(3)]])
})

it('IN-04 when the server cannot be reached everything stays, and the browser is asked to wake the worker again', async () => {
  const { begin, states, clock } = await setUp(() => Promise.reject(new ParleyError('UNAVAILABLE')))
  const done = begin()
  const outcome = done.then(
    () => 'done',
    (error: ParleyError) => error.code,
  )
  await turn()
  clock.advance(0)
  expect(await outcome).toBe('UNAVAILABLE')
  expect(await states()).toEqual(['frozen', 'frozen'])
  expect(clock.pending()).toBe(0)
})

it('IN-04 when somebody has to sign in first, waking the worker again is of no use', async () => {
  const { begin, states } = await setUp(() => Promise.reject(new ParleyError('UNAUTHORIZED')))
  await begin()
  expect(await states()).not.toContain('acked')
})

it('IN-04 FC-02 while a tab sends, the worker sends nothing, and is done when the tab is', async () => {
  const { begin, sent, lead, tab } = await setUp(accepted)
  const { leave } = lead.take({ become() {}, lose() {}, asked() {} })
  const done = begin()
  await turn()
  expect(sent).toEqual([])
  await tab.outbox.change(() => [])
  await done
  leave()
})

it('TB-01 FC-02 a tab that sends and does not answer any more does not stop the worker', async () => {
  const { begin, sent, states, lead, clock } = await setUp(accepted)
  lead.take({ become() {}, lose() {}, asked() {} })
  lead.deafen()
  const done = begin()
  await turn()
  clock.advance(2_000)
  await done
  expect(sent).toEqual([[id(1), id(2)]])
  expect(await states()).toEqual(['acked', 'acked'])
  expect(clock.pending()).toBe(0)
})
