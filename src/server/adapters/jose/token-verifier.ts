/** Checks tokens against the issuer's published keys. Knows nothing of how the issuer makes them. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose'
import * as z from 'zod/mini'
import { ParleyError } from '@/contract/errors'
import { id } from '@/contract/primitives'
import type { Clock } from '@/server/ports/clock'
import type { Identity, TokenVerifier } from '@/server/ports/token-verifier'

export interface TokenVerifierOptions {
  /** Reads the issuer's public keys. */
  keys(): Promise<JSONWebKeySet>
  issuer: string
  audience: string
  /** ES256 when left out. Never symmetric ones: a public key would be their secret. */
  algorithms?: readonly string[]
  clock: Pick<Clock, 'now'>
}

const claims = z.object({
  sub: id,
  /** The session. */
  sid: id,
  guest: z.optional(z.boolean()),
  name: z.optional(z.string()),
  exp: z.number(),
})

/** Ours have some 400 characters. */
const longestToken = 8_192
/** Tokens remembered as verified, which saves most of a call's cost. */
const rememberedTokens = 10_000
/** A token that names an unknown key makes the keys be read again, but no more often than this (ms). */
const keysRereadMs = 10_000

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { clock, issuer, audience, algorithms = ['ES256'] } = options
  // In the order they were verified, which is roughly that of their ends.
  const verified = new Map<string, Identity>()
  let keySet: JWTVerifyGetKey | undefined
  let reading: Promise<JWTVerifyGetKey> | undefined
  let lastReread = Number.NEGATIVE_INFINITY

  /** Whoever asks meanwhile shares the answer; when it fails, the keys known before stay. */
  function readKeys(): Promise<JWTVerifyGetKey> {
    reading ??= options
      .keys()
      .then((keys) => {
        keySet = createLocalJWKSet(keys)
        return keySet
      })
      .catch((cause: unknown) => {
        throw new ParleyError('UNAVAILABLE', { cause })
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }

  /** Newer keys than `known`, or undefined when it is too early to look for them. */
  async function newerKeys(known: JWTVerifyGetKey): Promise<JWTVerifyGetKey | undefined> {
    if (keySet !== known) return keySet
    if (reading !== undefined) return reading
    if (Math.abs(clock.now() - lastReread) < keysRereadMs) return undefined
    lastReread = clock.now()
    return readKeys()
  }

  async function check(token: string): Promise<Identity> {
    const verify = (keys: JWTVerifyGetKey) => {
      const currentDate = new Date(clock.now())
      return jwtVerify(token, keys, { issuer, audience, algorithms: [...algorithms], currentDate })
    }
    const known = keySet ?? (await readKeys())
    const { payload } = await verify(known).catch(async (error: unknown) => {
      const newer = error instanceof errors.JWKSNoMatchingKey ? await newerKeys(known) : undefined
      if (newer === undefined) throw error
      return verify(newer)
    })
    const { sub, sid, guest = false, name, exp } = claims.parse(payload)
    return { userId: sub, sessionId: sid, isGuest: guest, name, expiresAt: exp * 1000 }
  }

  return {
    async verify(token) {
      if (token.length > longestToken) throw new ParleyError('UNAUTHORIZED')
      const remembered = verified.get(token)
      if (remembered !== undefined && remembered.expiresAt > clock.now()) return remembered
      verified.delete(token)
      const identity = await check(token).catch((cause: unknown) => {
        throw cause instanceof ParleyError ? cause : new ParleyError('UNAUTHORIZED', { cause })
      })
      for (const oldest of verified.keys()) {
        if (verified.size < rememberedTokens) break
        verified.delete(oldest)
      }
      verified.set(token, identity)
      return identity
    },
  }
}
