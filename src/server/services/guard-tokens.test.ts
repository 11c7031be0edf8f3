import { expect, test } from 'vitest'
import type { Identity } from '@/server/ports/token-verifier'
import { guardTokens } from './guard-tokens'

const identity: Identity = {
  ...{ userId: 'ada', sessionId: 'phone', isGuest: false, name: undefined, expiresAt: 1 },
}

function guarded({ isGuest = false, guests = true, ended = [] as string[] }) {
  const tokens = { verify: async () => ({ ...identity, isGuest }) }
  return guardTokens({ tokens, guests, sessions: { hasEnded: (id) => ended.includes(id) } }).verify('any')
}

test('SE-32 a token is good only while its session goes on', async () => {
  expect(await guarded({})).toEqual(identity)
  expect(await guarded({ ended: ['laptop'] })).toEqual(identity)
  await expect(guarded({ ended: ['phone'] })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})

test("SE-04 where nobody may be a guest, a guest's token is refused with what would help", async () => {
  expect(await guarded({ isGuest: true })).toMatchObject({ isGuest: true })
  await expect(guarded({ isGuest: true, guests: false })).rejects.toMatchObject({ code: 'ACCOUNT_NEEDED' })
  expect(await guarded({ guests: false })).toEqual(identity)
})
