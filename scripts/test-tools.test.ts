import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { missingTools, prepareTools } from './test-tools.mjs'

let folder = ''
const program = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  return path
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test tools-'))
  vi.stubEnv('PATH', folder)
  vi.stubEnv('PARLEY_CHROMIUM', undefined)
  vi.stubEnv('PARLEY_REDIS_SERVER', undefined)
  vi.stubEnv('PARLEY_TEST_INSTALL', '0')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

it('CL-08 what the environment names comes first, then what the machine has; what does not run is not taken', async () => {
  program('chromium', 'exit 1')
  const google = program('google-chrome', 'exit 0')
  const redis = program('redis-server', 'exit 0')
  expect(await prepareTools(folder, () => {})).toEqual({ chromium: google, redisServer: redis })

  const own = program('my own browser', 'exit 0')
  vi.stubEnv('PARLEY_CHROMIUM', own)
  vi.stubEnv('PARLEY_REDIS_SERVER', join(folder, 'not there'))
  expect(await prepareTools(folder, () => {})).toEqual({ chromium: own, redisServer: redis })
})

it('CL-08 PARLEY_TEST_INSTALL=0 forbids every installation', async () => {
  const chromium = program('chromium', 'exit 0')
  program('apt-get', `: > '${join(folder, 'apt ran')}'`)
  expect(await prepareTools(folder, () => {})).toEqual({ chromium, redisServer: undefined })
  expect(existsSync(join(folder, 'apt ran'))).toBe(false)
})

it('CL-08 what is missing is named, with the tests that did not run', () => {
  expect(missingTools({ chromium: '/x', redisServer: '/y', postgrest: '/z' })).toEqual([])
  expect(missingTools({ chromium: undefined, redisServer: undefined, postgrest: undefined }).join()).toMatch(
    /Chromium.*redis-server.*PostgREST/,
  )
})
