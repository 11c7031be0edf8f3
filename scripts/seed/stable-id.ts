/** Ids that are the same every time: what is seeded again is there already. */
import { createHash } from 'node:crypto'

/** A version 8 UUID (RFC 9562), made from what the thing is called. */
export function stableId(...name: string[]): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['parley seed', ...name]))
    .digest()
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
