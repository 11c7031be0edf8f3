// Starts `supervised-process.ts` as an operating-system process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** One line that the process printed. */
export type ProcessEvent = { event: string; port?: number; code?: string; message?: string }

/** The process; `next` resolves with its next event, and rejects when it ends without one. */
export type SupervisedProcess = {
  readonly pid: number
  next(): Promise<ProcessEvent>
  /** Sends a signal and waits for the end of the process. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** Words to put before the command (to change the user, say), its environment, a working folder that it closes. */
export type SpawnOptions = { prefix?: readonly string[]; env?: NodeJS.ProcessEnv; closedFolder?: string }

/** The process leads a group of its own, so that a test can press Ctrl-C on it with `process.kill(-pid, 'SIGINT')`. */
export function spawnSupervisedProcess(
  args: { dataFolder: string; password: string },
  { prefix = [], env = process.env, closedFolder = '' }: SpawnOptions = {},
): SupervisedProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const script = fileURLToPath(new URL('./supervised-process.ts', import.meta.url))
  const command = [...prefix, process.execPath, '--import', tsx, script]

  const [program = process.execPath, ...rest] = [...command, args.dataFolder, args.password, closedFolder]
  const child = spawn(program, rest, { cwd: '/', env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.pid === undefined) throw new Error(`${program} could not be started`)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'exit')
  return {
    pid: child.pid,
    async next() {
      const line = await lines.next()
      if (line.done) throw new Error('The process ended without another event')
      return JSON.parse(line.value)
    },
    async end(signal) {
      child.kill(signal)
      await ended
    },
  }
}
