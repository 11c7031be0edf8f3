/** A record of the log as a single line for a person. */
import type { ErrorDescription } from './describe-error'

export interface LogRecord {
  level: string
  time: string
  pid: number
  /** Said as it is. */
  msg?: string
  event?: string
  error?: ErrorDescription
  [field: string]: unknown
}

export function readableLine({ level, time: _, pid: __, msg, event, error, ...fields }: LogRecord): string {
  if (msg !== undefined) return msg
  const values = Object.entries(fields).map(([name, value]) => `${name}=${value}`)
  const mark = level === 'info' ? [] : [`${level}:`]
  const line = [...mark, event, ...values, ...(error ? [inWords(error)] : [])].join(' ')
  // Whatever a field holds, it must not look like a line of its own, or move the cursor.
  return line.replace(/\p{Cc}/gu, ' ')
}

function inWords({ name, code, frames = [], causes = [] }: ErrorDescription): string {
  const head = code === undefined ? name : `${name} ${code}`
  return [head, ...frames, ...causes.map((cause) => `because of ${inWords(cause)}`)].join(' | ')
}
