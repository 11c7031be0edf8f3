/** Comparing what a caller shows with what it should be. */
import { createHash, timingSafeEqual } from 'node:crypto'

/** In constant time: digests are of one length, whatever was shown. */
export function isSameSecret(shown: string, secret: string): boolean {
  return timingSafeEqual(digest(shown), digest(secret))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
