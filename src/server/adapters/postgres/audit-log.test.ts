/** The audit log's queue, before a database in the test's hand. */
import { expect, test } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { AuditNote } from '@/server/ports/audit-log'
import { createFakeClock } from '@/testing/fake-clock'
import { createAuditLog } from './audit-log'

type Entry = AuditNote & { at: string }

const noteOf = (n: number): AuditNote => ({ actorId: null, action: 'room.created', details: { n } })
const numbers = (entries: readonly Entry[]) => entries.map(({ details }) => details?.n)
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)
const turn = () => new Promise((resolve) => setImmediate(resolve))

function start() {
  const clock = createFakeClock()
  const calls: Entry[][] = []
  const errors: unknown[] = []
  const lost: number[] = []
  const state = { refuse: (_: Entry[]): unknown => undefined, hold: Promise.resolve() }
  const log = createAuditLog({
    database: {
      async call<T>(_: string, __: readonly string[], [entries]: readonly unknown[]): Promise<T | null> {
        calls.push(entries as Entry[])
        await state.hold
        const error = state.refuse(entries as Entry[])
        if (error) throw error
        return null
      },
    },
    clock,
    onError: (error) => void errors.push(error),
    onLost: (entries) => void lost.push(entries),
  })
  return { clock, calls, errors, lost, state, log }
}

const away = () => new ParleyError('UNAVAILABLE')

test('AU-04 whoever notes something waits for nothing, and what comes meanwhile goes together, in order', async () => {
  const { calls, state, log, clock } = start()
  let letGo = () => {}
  state.hold = new Promise((resolve) => {
    letGo = resolve
  })
  const at = new Date(clock.now()).toISOString()
  for (const n of upTo(serverLimits.auditBatch + 5)) await log.note(noteOf(n))
  expect(calls).toEqual([[{ ...noteOf(0), at }]])
  letGo()
  await log.close()
  expect(calls.flatMap(numbers)).toEqual(upTo(serverLimits.auditBatch + 5))
  expect(calls.length).toBe(3)
})

test('AU-04 while the database is away it waits, is tried again, and is told of once; the time is that of the event', async () => {
  const { calls, state, log, clock, errors, lost } = start()
  state.refuse = away
  const at = new Date(clock.now()).toISOString()
  await log.note(noteOf(1))
  await turn()
  for (let tries = 1; tries < 5; tries++) {
    await log.note(noteOf(1 + tries))
    await turn()
    expect(calls).toHaveLength(tries)
    clock.advance(serverLimits.auditRetryMs)
    await turn()
  }
  expect(errors).toHaveLength(1)
  state.refuse = () => undefined
  clock.advance(serverLimits.auditRetryMs)
  await turn()
  expect(numbers(calls.at(-1) ?? [])).toEqual([1, 2, 3, 4, 5])
  expect(calls.at(-1)?.[0]?.at).toBe(at)
  expect(lost).toEqual([])
  state.refuse = away
  await log.note(noteOf(9))
  await turn()
  expect(errors).toHaveLength(2)
})

test('AU-04 the queue is bounded: what finds no place is counted, and told of when writing goes on', async () => {
  const { calls, state, log, clock, lost } = start()
  state.refuse = away
  for (const n of upTo(serverLimits.auditQueue + 7)) await log.note(noteOf(n))
  await turn()
  expect(lost).toEqual([])
  state.refuse = () => undefined
  clock.advance(serverLimits.auditRetryMs)
  await log.close()
  const written = calls.slice(1).flatMap(numbers)
  expect(written).toEqual(upTo(serverLimits.auditQueue))
  expect(lost).toEqual([7])
})

test('AU-04 an entry that the database refuses holds up no other', async () => {
  const { calls, state, log, errors, lost } = start()
  const isBad = (entry: Entry) => entry.details?.n === 2
  state.refuse = (entries) => (entries.some(isBad) ? new Error('check') : undefined)
  for (const n of upTo(5)) await log.note(noteOf(n))
  await log.close()
  expect(calls.filter((entries) => !entries.some(isBad)).flatMap(numbers)).toEqual([0, 1, 3, 4])
  expect(errors).toHaveLength(1)
  expect(lost).toEqual([1])
})

test('AU-04 a stop writes what waits, does not wait for a database that is away, and says what was lost', async () => {
  const { calls, state, log, clock, lost } = start()
  state.refuse = away
  for (const n of upTo(3)) await log.note(noteOf(n))
  await turn()
  await log.close()
  expect(calls).toHaveLength(2)
  expect(lost).toEqual([3])
  expect(clock.pending()).toBe(0)
})
