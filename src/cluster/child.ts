/** A program that was started: its lines, its signals, and how it ended. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Child {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined
  /** In words, once it has: `SIGKILL`, `exit code 1`, `spawn … ENOENT`. Never rejects. */
  readonly ended: Promise<string>
  signal(signal: NodeJS.Signals): void
  /** Asks it to end, and makes it end after `patienceMs`. */
  stop(patienceMs: number): Promise<void>
}

export interface ChildOptions {
  environment?: Record<string, string | undefined>
  folder?: string
  /** Written to its standard input, which is then closed. */
  input?: string
  /** Lives in a process group of its own: Ctrl-C reaches only us, and we end things in our order. */
  apart?: boolean
  /** Gives it a channel that breaks when we are gone, however that happened. */
  channel?: boolean
  /** Gets each line of what it prints. */
  onLine(line: string): void
}

const running = new Set<ChildProcess>()
const takeAlong = () => {
  for (const child of running) child.kill('SIGKILL')
}

/** However this process ends by itself, it takes the program along. */
export function startChild(command: string, args: readonly string[], options: ChildOptions): Child {
  const { environment, folder, input, apart = false, channel = false, onLine } = options
  const child = spawn(command, args, {
    ...(environment ? { env: environment as NodeJS.ProcessEnv } : {}),
    ...(folder === undefined ? {} : { cwd: folder }),
    // Windows would open a console window for it.
    detached: apart && process.platform !== 'win32',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe', ...(channel ? (['ipc'] as const) : [])],
  })
  if (running.size === 0) process.on('exit', takeAlong)
  running.add(child)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  }).finally(() => {
    running.delete(child)
    if (running.size === 0) process.off('exit', takeAlong)
  })
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', onLine)
  // One that ends before it has read is told by its end.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)

  return {
    pid: child.pid,
    ended,
    signal: (signal) => void child.kill(signal),
    async stop(patienceMs) {
      if (!running.has(child)) return
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await ended
      clearTimeout(force)
    },
  }
}
