/** What kind of failure of the storage it is. Dexie wraps what browsers say, and several failures of one request. */

/** There is no space: browsers say it for a row, or only when everything is to be written. */
export function isFull(error: unknown): boolean {
  return namesIn(error).some((name) => name === 'QuotaExceededError')
}

const lost = new Set([
  // WebKit: "Connection to Indexed Database server lost. Refresh the page to try again."
  'UnknownError',
  'InvalidStateError',
  'AbortError',
  'DatabaseClosedError',
  'TransactionInactiveError',
])

/** The connection to the database is gone, or everything that was under way has ended: another try may work. */
export function isLost(error: unknown): boolean {
  const names = namesIn(error)
  return !names.includes('QuotaExceededError') && names.some((name) => lost.has(name))
}

/** The names of an error and of everything that is said to have caused it. */
function namesIn(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return []
  const { name, inner, cause, failures } = error as Record<string, unknown>
  const causes = [inner, cause, ...(Array.isArray(failures) ? failures : [])]
  return [
    ...(typeof name === 'string' ? [name] : []),
    ...causes.flatMap((other) => namesIn(other, depth + 1)),
  ]
}
