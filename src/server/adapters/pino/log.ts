/** The log, by pino: JSON lines for machines, or a single readable line each for a person. */
import { type LoggerOptions, pino, stdTimeFunctions } from 'pino'
import type { Log } from '@/server/ports/log'
import { describeError } from './describe-error'
import { readableLine } from './readable-line'

export type LogFormat = 'json' | 'lines'

const options: LoggerOptions = {
  // Several processes may write to one place.
  base: { pid: process.pid },
  timestamp: stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
}

/** @param write takes one line, without its end; never throws */
export function createPinoLog(format: LogFormat, write: (line: string) => void): Log {
  const json = format === 'json'
  const logger = pino(options, {
    write: (line: string) => write(json ? line.trimEnd() : readableLine(JSON.parse(line))),
  })
  return {
    say: (text) => logger.info(text),
    info: (event, fields) => logger.info({ ...fields, event }),
    warn: (event, fields) => logger.warn({ ...fields, event }),
    error: (event, error, fields) => logger.error({ ...fields, event, error: describeError(error) }),
  }
}
