import { statfs } from 'node:fs/promises'

/** PostgreSQL takes space for its journal in pieces of this size (bytes), and ends when it does not get one. */
const journalPiece = 16 * 1024 * 1024

/** Whether a database on this folder's disk has no room to go on. False where the system does not tell. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const disk = await statfs(folder).catch(() => undefined)
  if (disk === undefined) return false
  return disk.bavail * disk.bsize < journalPiece || (disk.files > 0 && disk.ffree === 0)
}
