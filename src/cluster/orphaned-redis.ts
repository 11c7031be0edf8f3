/** The redis-server that a killed cluster left behind: found by a note in the data folder, ended with its password. */
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod/mini'

const noteSchema = z.object({ port: z.number(), password: z.string() })
type Note = z.infer<typeof noteSchema>

const noteOf = (dataFolder: string) => join(dataFolder, 'redis.json')
const patienceMs = 1_000

/** Notes which redis-server belongs to this folder. @returns removes the note */
export async function noteRedis(dataFolder: string, note: Note): Promise<() => Promise<void>> {
  const path = noteOf(dataFolder)
  await rm(path, { force: true })
  await writeFile(path, JSON.stringify(note), { mode: 0o600 })
  return () => rm(path, { force: true })
}

/** Only ours takes the password, whoever has the port by now. Call it under the data folder's lock. */
export async function endOrphanedRedis(dataFolder: string): Promise<void> {
  const text = await readFile(noteOf(dataFolder), 'utf8').catch(() => undefined)
  if (text === undefined) return
  const note = noteSchema.safeParse(parseJson(text))
  if (!note.success) return
  const socket = connect(note.data.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume()
  socket.write(`AUTH ${note.data.password}\r\nSHUTDOWN NOSAVE\r\n`)
  await Promise.race([once(socket, 'close'), delay(patienceMs, undefined, { ref: false })])
  socket.destroy()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
