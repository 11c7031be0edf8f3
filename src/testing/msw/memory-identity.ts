/** The identity provider in memory, for one browser: its session, and the tokens of it. It knows guests alone. */
import { randomUUID } from 'node:crypto'
import { type Account, nothingInput, type Policy, type SessionRow } from '@/contract/accounts'
import { ParleyError } from '@/contract/errors'
import type { Clock } from '@/server/ports/clock'
import type { SessionWatch } from '@/server/ports/session-watch'
import type { Identity, TokenVerifier } from '@/server/ports/token-verifier'

export interface MemoryIdentity {
  tokens: TokenVerifier
  sessions: SessionWatch
  /**
   * What `/api/auth/<path>` answers.
   *
   * @throws ParleyError as the identity provider does; NOT_FOUND for what needs an account
   */
  answer(method: string, path: string, body: string): object
  /** From now on the browser is this guest's. Answers who that is. */
  signIn(): string
  /** Ends the browser's session, as if its user had done so on another device. */
  endSession(): void
}

interface Session {
  id: string
  userId: string
  since: string
}

/** How long a token is good (ms). */
const tokenLifeMs = 300_000

const policy: Policy = { guests: true, openRooms: true, mail: false }

export function createMemoryIdentity(clock: Clock): MemoryIdentity {
  const issued = new Map<string, Identity>()
  const ended = new Set<string>()
  /** Whom the cookie names. */
  let cookie: Session | undefined
  let onEnded = (_sessionId: string) => {}

  function present(): Session {
    if (!cookie) throw new ParleyError('UNAUTHORIZED')
    return cookie
  }

  function begin(): Session {
    cookie = { id: randomUUID(), userId: randomUUID(), since: new Date(clock.now()).toISOString() }
    return cookie
  }

  function end() {
    if (!cookie) return
    const { id } = cookie
    cookie = undefined
    ended.add(id)
    onEnded(id)
  }

  /** Unsigned: whoever shows a token is asked whether it was issued here. */
  function issue({ id: sessionId, userId }: Session): string {
    const iat = clock.now() / 1_000
    const claims = { sub: userId, sid: sessionId, guest: true, iat, exp: iat + tokenLifeMs / 1_000 }
    const token = `${randomUUID()}.${btoa(JSON.stringify(claims))}.unsigned`
    const expiresAt = clock.now() + tokenLifeMs
    issued.set(token, { userId, sessionId, isGuest: true, name: undefined, expiresAt })
    return token
  }

  const endpoints: Record<string, () => object> = {
    'GET token': () => ({ token: issue(present()) }),
    'POST sign-in/anonymous'() {
      if (cookie) throw new ParleyError('BAD_REQUEST')
      const { id, userId } = begin()
      return { token: id, user: { id: userId } }
    },
    'POST sign-out'() {
      end()
      return { success: true }
    },
    'GET policy': () => policy,
    'GET account'(): Account {
      return { userId: present().userId, isGuest: true, emailVerified: false, twoFactor: false }
    },
    'GET sessions'() {
      const { id, since } = present()
      const row: SessionRow = { id, createdAt: since, usedAt: since, device: 'This browser', current: true }
      return { sessions: [row] }
    },
  }

  return {
    tokens: {
      async verify(token) {
        const identity = issued.get(token)
        if (!identity || identity.expiresAt <= clock.now()) throw new ParleyError('UNAUTHORIZED')
        return identity
      },
    },
    sessions: {
      hasEnded: (sessionId) => ended.has(sessionId),
      onEnded(listener) {
        onEnded = listener
      },
    },
    answer(method, path, body) {
      const endpoint = endpoints[`${method} ${path}`]
      if (!endpoint) throw new ParleyError('NOT_FOUND')
      refuseContent(body)
      return endpoint()
    },
    signIn: () => begin().userId,
    endSession: end,
  }
}

/** None of these takes any. */
function refuseContent(body: string) {
  if (body === '') return
  try {
    nothingInput.parse(JSON.parse(body))
  } catch (cause) {
    throw new ParleyError('BAD_REQUEST', { cause })
  }
}
