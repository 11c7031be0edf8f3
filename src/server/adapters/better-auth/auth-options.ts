/** How better-auth is set up here: guests and accounts with long sessions, short ES256 tokens, ids that are UUIDs. */
import type { BetterAuthOptions } from 'better-auth'
import { anonymous, bearer, jwt, twoFactor } from 'better-auth/plugins'
import type { Kysely } from 'kysely'
import { limits } from '@/contract/limits'
import type { AuthTables } from './auth-tables'
import { createCookiePrefix } from './cookie-prefix'
import { usableKeys } from './usable-keys'

/** Where requests to better-auth go to and come from, as far as it knows. */
export const internalOrigin = 'http://localhost'

export const tokenAlgorithm = 'ES256'

/** In seconds. A guest has no other way back into the account than the session, so it lasts; each use renews it. */
const sessionLifetime = 365 * 24 * 60 * 60

export interface AuthSettings {
  database: Kysely<AuthTables>
  /** Signs the cookies and encrypts the private keys. */
  secret: string
  /** A fixed name, for the issuer and the audience: better-auth's own follows the address, and so the port. */
  issuer: string
}

export function authOptions(settings: AuthSettings) {
  return {
    database: { db: settings.database, type: 'postgres' },
    secret: settings.secret,
    // Nothing in use makes links from it. Every request is passed on as one from here, once its own origin was checked.
    baseURL: internalOrigin,
    basePath: '/api/auth',
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: { throw: true },
    // Its own counts by a client-address header, or everybody together.
    rateLimit: { enabled: false },
    // Accounts are made, and passwords changed, by endpoints of our own.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: limits.passwordMax,
    },
    session: { expiresIn: sessionLifetime, updateAge: 24 * 60 * 60 },
    advanced: {
      cookiePrefix: createCookiePrefix(settings.secret),
      // `Secure` is added by the HTTP exchange when the request came by https.
      useSecureCookies: false,
      // Said explicitly, because better-auth turns this check off when it finds itself in a test.
      disableOriginCheck: false,
      ipAddress: { disableIpTracking: true },
      // A test compares the schema; doing it again at the first request of every process gains nothing.
      database: { generateId: 'uuid', validateSchema: false },
    },
    plugins: [
      anonymous({ disableDeleteAnonymousUser: true, generateName: () => 'Guest' }),
      bearer(),
      twoFactor({ issuer: 'Parley' }),
      jwt({
        disableSettingJwtHeader: true,
        jwks: { keyPairConfig: { alg: tokenAlgorithm } },
        adapter: { getJwks: usableKeys() },
        jwt: {
          issuer: settings.issuer,
          audience: settings.issuer,
          expirationTime: '5m',
          // A guest has no name here: the profile holds the one they pick.
          definePayload: ({ user, session }) => ({
            sid: session.id,
            ...(user.isAnonymous ? { guest: true } : { name: user.name }),
          }),
        },
      }),
    ],
  } satisfies BetterAuthOptions
}
