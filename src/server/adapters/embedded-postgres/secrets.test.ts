import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadOrCreateSecrets } from './secrets'

let parent: string
let dataFolder: string
let path: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'parley-secrets-'))
  dataFolder = join(parent, 'data')
  path = join(dataFolder, 'secrets.json')
})

afterEach(() => rm(parent, { recursive: true, force: true }))

const modeOf = async (file: string) => (await stat(file)).mode & 0o777

test('EP-17 secrets are made once, all different, in a file and folder of the owner alone', async () => {
  const secrets = await loadOrCreateSecrets(dataFolder)
  expect(new Set(Object.values(secrets)).size).toBe(4)
  for (const secret of Object.values(secrets)) expect(secret).toMatch(/^[\w-]{43}$/)
  expect([await modeOf(dataFolder), await modeOf(path)]).toEqual([0o700, 0o600])
  expect(await loadOrCreateSecrets(dataFolder)).toEqual(secrets)
})

test('EP-17 starts at the same instant agree on the secrets and leave no drafts', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateSecrets(dataFolder)))
  expect(new Set(made.map((secrets) => JSON.stringify(secrets))).size).toBe(1)
  expect(await readdir(dataFolder)).toEqual(['secrets.json'])
})

test('EP-17 a file that others could read is closed to them', async () => {
  await loadOrCreateSecrets(dataFolder)
  await chmod(path, 0o644)
  await loadOrCreateSecrets(dataFolder)
  expect(await modeOf(path)).toBe(0o600)
})

test.each(['', '{"superuserPassword":', '{}', '[]', '{"superuserPassword":"short"}'])(
  'EP-18 damaged secrets (%j) are refused and left as they are',
  async (content) => {
    await loadOrCreateSecrets(dataFolder)
    await writeFile(path, content)
    await expect(loadOrCreateSecrets(dataFolder)).rejects.toMatchObject({
      code: 'SECRETS_DAMAGED',
      message: expect.not.stringContaining('short'),
    })
    expect(await readFile(path, 'utf8')).toBe(content)
  },
)
