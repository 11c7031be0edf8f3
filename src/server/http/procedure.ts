/** Names the kind of a request, for counting. The names are few: a stranger cannot make up new ones (ME-03). */
import { appRouter } from '../trpc/app-router'

const procedures = new Set(Object.keys(appRouter._def.procedures))
export const trpcPrefix = '/api/trpc/'

/** @returns a procedure's name, or one of batch, unknown, auth, health, metrics and page */
export function procedureOf(path: string): string {
  if (path.startsWith(trpcPrefix)) {
    const called = path.slice(trpcPrefix.length)
    if (procedures.has(called)) return called
    return called.includes(',') ? 'batch' : 'unknown'
  }
  if (path.startsWith('/api/auth/')) return 'auth'
  if (path === '/api/health') return 'health'
  return path === '/metrics' ? 'metrics' : 'page'
}
