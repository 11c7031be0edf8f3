/** One application process: the built server, on a port of this machine that it chooses itself. */
import { startChild } from './child'
import { ClusterError } from './cluster-error'
import type { Launched } from './keep-running'

export interface ServerProcessOptions {
  /** For the person: `Process 1`. */
  name: string
  /** The bundled server. */
  program: string
  environment: Record<string, string | undefined>
  /** Gets each line that it prints, but those that name its own port: people come in through the balancer. */
  onLine(line: string): void
}

/** When the process that started it is gone, its data is as well: it stops. */
const stopWhenAlone = `data:text/javascript,${encodeURIComponent(
  'process.once("disconnect", () => process.kill(process.pid, "SIGTERM"))',
)}`

/** `ready` resolves with its port. @throws ClusterError (in `ready`) when it ends before */
export function launchServerProcess({
  name,
  program,
  environment,
  onLine,
}: ServerProcessOptions): Launched<number> {
  let found = (_port: number) => {}
  const port = new Promise<number>((resolve) => {
    found = resolve
  })
  const args = ['--enable-source-maps', '--import', stopWhenAlone, program]
  const child = startChild(process.execPath, args, {
    environment,
    apart: true,
    channel: true,
    onLine(line) {
      const ownPort = /Parley is ready: \S+:(\d+)/.exec(line)?.[1]
      if (ownPort !== undefined) found(Number(ownPort))
      else if (!line.includes('HOST=0.0.0.0 npm start')) onLine(line)
    },
  })
  const failed = child.ended.then((how) => {
    throw new ClusterError(`${name} ended before it was ready (${how}; its own words are above)`)
  })
  const ready = Promise.race([port, failed])
  ready.catch(() => undefined)
  return { child, ready }
}
