/** How better-auth is set up here: guests with long sessions, short ES256 tokens, ids that are UUIDs. */
import type { BetterAuthOptions } from 'better-auth'
import { anonymous, bearer, jwt } from 'better-auth/plugins'
import type { Kysely } from 'kysely'
import { createCookiePrefix } from './cookie-prefix'
import { usableKeys } from './usable-keys'

export const tokenAlgorithm = 'ES256'

/** In seconds. A guest has no other way back into the account than the session, so it lasts; each use renews it. */
const sessionLifetime = 365 * 24 * 60 * 60

export interface AuthSettings {
  database: Kysely<unknown>
  /** Signs the cookies and encrypts the private keys. */
  secret: string
  /** A fixed name, for the issuer and the audience: better-auth's own follows the address, and so the port. */
  issuer: string
  /** The origins that a request may come from. */
  trustedOrigins(request: Request | undefined): string[]
}

export function authOptions(settings: AuthSettings) {
  return {
    database: { db: settings.database, type: 'postgres' },
    secret: settings.secret,
    // Nothing in use makes links from it; a fixed one keeps better-auth from believing headers instead.
    baseURL: 'http://localhost',
    basePath: '/api/auth',
    trustedOrigins: (request) => settings.trustedOrigins(request),
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: { throw: true },
    // Its own counts by a client-address header, or everybody together.
    rateLimit: { enabled: false },
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
      jwt({
        disableSettingJwtHeader: true,
        jwks: { keyPairConfig: { alg: tokenAlgorithm } },
        adapter: { getJwks: usableKeys() },
        jwt: {
          issuer: settings.issuer,
          audience: settings.issuer,
          expirationTime: '5m',
          // A guest has no name here: the profile holds the one they pick.
          definePayload: ({ user }) => (user.isAnonymous ? {} : { name: user.name }),
        },
      }),
    ],
  } satisfies BetterAuthOptions
}
