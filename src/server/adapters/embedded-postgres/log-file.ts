// The server's log: one file of bounded size. PostgreSQL writes to it directly, so that it keeps a place to write
// to when this process dies.
import { copyFile, readFile, stat, truncate } from 'node:fs/promises'

const maximumBytes = 4 * 1024 * 1024

/** Moves a log that has grown too long aside, replacing the one before; the server goes on in the empty file. */
export async function boundLogFile(path: string, maximum = maximumBytes): Promise<void> {
  const size = await logSize(path)
  if (size <= maximum) return
  await copyFile(path, `${path}.1`)
  await truncate(path)
}

/** Present size in bytes, 0 where there is none. */
export async function logSize(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found?.size ?? 0
}

/** What was written after this position. */
export async function readLogAfter(path: string, position: number): Promise<string> {
  const content = await readFile(path).catch(() => Buffer.alloc(0))
  return content.subarray(position).toString('utf8').trim()
}
