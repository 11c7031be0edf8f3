/** Why Redis failed, in words that may be shown: codes, never addresses, keys or credentials. */
import { ReplyError } from 'ioredis'

/** `ECONNREFUSED`, `OOM`, `MOVED`, or the error's own words where it carries no code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof ReplyError) return error.message.split(' ', 1)[0] ?? 'refused'
  return error.message
}
