import { expect, it } from 'vitest'
import { createPinoLog, type LogFormat } from './log'

const secret = 'what Ada wrote'

function record(format: LogFormat) {
  const lines: string[] = []
  return { lines, log: createPinoLog(format, (line) => void lines.push(line)) }
}

/** As PostgreSQL tells of a row it refuses: message, detail and cause quote it; one line of it looks like a frame. */
function quotingError(): Error {
  const cause = Object.assign(new Error(`${secret}\n    at ${secret} (file.ts:1:1)`), {
    detail: secret,
    code: `${secret}!`,
  })
  return Object.assign(new AggregateError([new TypeError(secret)], secret, { cause }), {
    code: '22021',
    parameters: [secret],
  })
}

it('LO-01 every record is one JSON line with its time, level and event, and what is said is its text', () => {
  const { lines, log } = record('json')
  log.say('Parley is ready: http://127.0.0.1:3000')
  log.info('started', { processes: 2 })
  log.warn('slow')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'info', msg: 'Parley is ready: http://127.0.0.1:3000', time: expect.stringMatching(/Z$/) },
    { level: 'info', event: 'started', processes: 2, pid: process.pid },
    { level: 'warn', event: 'slow' },
  ])
  expect(lines.join('')).not.toContain('\n')
})

it('LO-01 a person reads what is said word for word, and everything else as a single line', () => {
  const { lines, log } = record('lines')
  log.say('Stopping.')
  log.info('request', { path: '/a\nforged\u001b[2J', status: 200 })
  log.error('failed', quotingError())
  expect(lines.slice(0, 2)).toEqual(['Stopping.', 'request path=/a forged [2J status=200'])
  expect(lines[2]).toMatch(
    /^error: failed AggregateError 22021 \| at .+ \| because of TypeError \| at [^\n]+$/,
  )
})

it.each(['json', 'lines'] as const)(
  'LO-02 an error is told by name, code, frames and causes, without its message (%s)',
  (format) => {
    const { lines, log } = record(format)
    log.error('failed', quotingError())
    log.error('failed', secret)
    const changed = new Error(`one\n    at ${secret}`)
    expect(changed.stack).toContain(secret)
    changed.message = ''
    log.error('failed', changed)
    expect(lines).toHaveLength(3)
    expect(lines.join()).not.toContain(secret)
    expect(lines[0]).toContain('log.test.ts')
    expect(lines[0]).toContain('22021')
    expect(lines[1]).toContain('no error')
  },
)

it('LO-02 a circle of causes comes to an end', () => {
  const { lines, log } = record('json')
  const error = new Error('round')
  error.cause = error
  log.error('failed', error)
  expect(lines).toHaveLength(1)
})
