import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { missingEntries } from './complete-lock.mjs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))

it('CL-09 the lock names the packages of every platform, exactly', () => {
  expect(missingEntries(lock.packages)).toEqual({})
  for (const entry of Object.values<{ version?: string }>(lock.packages))
    expect(entry.version).toMatch(/^\d+\.\d+\.\d+/)
})

it('CL-09 the lock names no registry', () => {
  expect(JSON.stringify(lock)).not.toMatch(/"resolved"/)
})

it('CL-09 an entry that is missing is described by its name', () => {
  const packages = {
    'node_modules/tool': { dev: true, optionalDependencies: { '@tool/cli-linux-x64-musl': '1.2.3' } },
  }
  expect(missingEntries(packages)).toEqual({
    'node_modules/@tool/cli-linux-x64-musl': {
      version: '1.2.3',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
  })
})
