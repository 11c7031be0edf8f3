/** The headers that tell browsers what a page of Parley may do, on every answer: pages, files, the API, refusals. */
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isHttps } from '../request-source'

/** A year, in seconds. */
const httpsForSeconds = 31_536_000

/** What no page of Parley ever asks a device for. */
const unused = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]

const fixed = {
  'x-content-type-options': 'nosniff',
  // A link out of a message does not tell where it was written.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': unused.map((name) => `${name}=()`).join(', '),
}

export type SecurityHeaders = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Reads which inline scripts the built pages have.
 *
 * @param file made by `scripts/hash-inline-scripts.mjs`; undefined in development. @throws when there is none
 * @returns CSP sources such as `'sha256-…'`; undefined in development
 */
export function readInlineScripts(file: string | undefined): string[] | undefined {
  if (file === undefined) return undefined
  const hashes: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(hashes)) throw new Error(`${file} is not a list`)
  return hashes.map((hash) => `'${String(hash)}'`)
}

/**
 * Spec: SV-30, SV-31.
 *
 * @param inlineScripts the only ones that may run; undefined in development, where Next makes them as it goes
 */
export function createSecurityHeaders(inlineScripts: readonly string[] | undefined): SecurityHeaders {
  return (request, response) => {
    for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value)
    response.setHeader('content-security-policy', contentPolicy(request.headers.host, inlineScripts))
    if (isHttps(request)) response.setHeader('strict-transport-security', `max-age=${httpsForSeconds}`)
  }
}

function contentPolicy(host: string | undefined, inlineScripts: readonly string[] | undefined): string {
  // Next's development mode makes scripts and styles as it goes, and evaluates them.
  const scripts = inlineScripts ?? ["'unsafe-inline'", "'unsafe-eval'"]
  const styles = inlineScripts ? [] : ["'unsafe-inline'"]
  const directives = {
    'default-src': ["'self'"],
    'script-src': ["'self'", ...scripts],
    'style-src': ["'self'", ...styles],
    'img-src': ["'self'", 'data:', 'blob:'],
    'connect-src': ["'self'", ...socketsTo(host)],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}

/** Older browsers do not count a WebSocket as 'self'. What is no host's name must not reach into the policy. */
function socketsTo(host: string | undefined): string[] {
  return host && /^([a-z\d.-]+|\[[a-f\d:.]+\])(:\d{1,5})?$/i.test(host)
    ? [`ws://${host}`, `wss://${host}`]
    : []
}
