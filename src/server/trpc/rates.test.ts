import { randomUUID } from 'node:crypto'
import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import { serverLimits } from '@/contract/server-limits'
import { createMemoryLimiter } from '@/server/adapters/memory/limiter'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryChat } from '@/testing/memory-chat'
import { createSimulatedServer } from '@/testing/simulation/server'
import { createCaller } from './app-router'
import { describeError } from './errors'

type Call = ReturnType<typeof createCaller>

/** Two people on a server whose limits are real, and whose time stands still. */
function start() {
  const clock = createFakeClock()
  const server = createSimulatedServer({
    ...createMemoryChat(clock),
    ...{ clock, publish: () => {}, tokenLife: 3_600_000, limiter: createMemoryLimiter(clock) },
  })
  const person = () => {
    const token = server.issue(randomUUID())
    return {
      userId: server.ownerOf(token),
      ask: <T>(run: (call: Call) => Promise<T>) => server.call(token, run),
    }
  }
  return { clock, ada: person(), ben: person() }
}

type Person = ReturnType<typeof start>['ada']

/** How often it was done until it was refused, and the refusal. */
async function until(refusal: () => Promise<unknown>) {
  for (let done = 0; ; done++) {
    const error = await refusal().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error) return { done, error }
  }
}

async function expectRate(
  { ada, ben, clock }: ReturnType<typeof start>,
  action: keyof typeof serverLimits.rates,
  run: (call: Call, who: Person) => Promise<unknown>,
) {
  const { limit, windowMs } = serverLimits.rates[action]
  const retryAfter = Math.ceil(windowMs / limit)
  const { done, error } = await until(() => ada.ask((call) => run(call, ada)))
  expect(done).toBe(limit)
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter })
  await ben.ask((call) => run(call, ben))
  clock.advance(retryAfter)
  await ada.ask((call) => run(call, ada))
  await expect(ada.ask((call) => run(call, ada))).rejects.toMatchObject({ code: 'RATE_LIMITED' })
}

test('AP-40 a user makes so many rooms, and the next when there is a place; others have places of their own', () =>
  expectRate(start(), 'rooms', (call) => call.rooms.create({ id: randomUUID(), name: 'Room' })))

test('AP-40 a user changes other things so often', () =>
  expectRate(start(), 'changes', (call) => call.profiles.rename({ name: 'Ada' })))

test('AP-40 a user asks so often', () => expectRate(start(), 'queries', (call) => call.profiles.me()))

test('AP-41 commands are counted one by one, single ones and those of a batch together, and also malformed ones', async () => {
  const { ada } = start()
  const { limit, windowMs } = serverLimits.rates.commands
  const roomId = randomUUID()
  await ada.ask((call) => call.rooms.create({ id: roomId, name: 'Room' }))
  const nonsense = Array<unknown>(limits.commandsPerBatch).fill({})
  const submit = () => ada.ask((call) => call.commands.submit({ commands: nonsense }))
  const sentAt = new Date(0).toISOString()
  const send = () =>
    ada.ask((call) => call.messages.send({ id: randomUUID(), roomId, content: 'hi', sentAt }))
  await send()
  const { done, error } = await until(submit)
  expect(done).toBe(limit / limits.commandsPerBatch - 1)
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: Math.ceil(windowMs / limit) })
  // What is left is for single ones.
  for (let n = 0; n < limits.commandsPerBatch - 1; n++) await send()
  await expect(send()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
})

test('AP-40 who is limited hears so before the input is looked at, and reads on', async () => {
  const { ada } = start()
  await until(() => ada.ask((call) => call.profiles.rename({ name: 'Ada' })))
  await expect(ada.ask((call) => call.profiles.rename({ name: '' }))).rejects.toMatchObject({
    code: 'RATE_LIMITED',
  })
  expect(await ada.ask((call) => call.profiles.me())).toMatchObject({ name: 'Ada' })
})

test('AP-40 a stranger is told nothing of limits', async () => {
  const call = createCaller({
    services: {} as never,
    limiter: { take: () => Promise.reject(new Error('asked')) },
    authenticate: () => Promise.reject(new TRPCError({ code: 'UNAUTHORIZED' })),
  })
  const error = await call.profiles.me().catch((thrown) => thrown)
  expect(describeError(error).code).not.toBe('RATE_LIMITED')
})
