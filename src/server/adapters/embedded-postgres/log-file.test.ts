import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { boundLogFile } from './log-file'

test('EP-14 a log that has grown too long is moved aside and keeps one predecessor', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-log-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const log = join(folder, 'postgres.log')
  for (const line of ['first', 'second', 'third']) {
    await appendFile(log, line)
    await boundLogFile(log, 4)
  }
  await appendFile(log, 'new')
  await boundLogFile(log, 4)
  expect([await readFile(log, 'utf8'), await readFile(`${log}.1`, 'utf8')]).toEqual(['new', 'third'])
})
