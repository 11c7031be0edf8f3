import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fingerprint } from './fingerprint.mjs'
import { checkNode, PreparationError, prepare } from './prepare.mjs'

const scripts = dirname(fileURLToPath(import.meta.url))
let root = ''
let said: string[] = []
const say = (line: string) => {
  said.push(line)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prepare ü-'))
  said = []
  writeFileSync(join(root, 'input'), 'one')
})
afterEach(() => rmSync(root, { recursive: true }))

/** A stage that copies `input` to `output`, and counts how often it did. */
function copying(work = async () => {}) {
  const runs: string[] = []
  const stage = {
    name: 'copying',
    stamp: 'stamp',
    outputs: ['output'],
    fingerprint: () => fingerprint(root, ['input', 'folder']),
    run: async () => {
      runs.push(readFileSync(join(root, 'input'), 'utf8'))
      await work()
      cpSync(join(root, 'input'), join(root, 'output'))
    },
  }
  return { stage, runs }
}

it('CL-01 a stage runs when it never ran, when its inputs change, and when its output is gone; else not', async () => {
  const { stage, runs } = copying()
  await prepare(root, [stage], say)
  await prepare(root, [stage], say)
  expect(runs).toEqual(['one'])

  writeFileSync(join(root, 'input'), 'two')
  await prepare(root, [stage], say)
  await prepare(root, [stage], say)
  expect(runs).toEqual(['one', 'two'])

  rmSync(join(root, 'output'))
  await prepare(root, [stage], say)
  expect(runs).toEqual(['one', 'two', 'two'])
})

it('CL-01 a stage that failed half-way counts as not done, though it was done before', async () => {
  const good = copying()
  await prepare(root, [good.stage], say)
  const first = readFileSync(join(root, 'input'), 'utf8')
  writeFileSync(join(root, 'input'), 'two')
  const bad = copying(async () => {
    throw new PreparationError('the network is away')
  })
  await expect(prepare(root, [bad.stage], say)).rejects.toThrow('the network is away')
  writeFileSync(join(root, 'input'), first)
  await prepare(root, [good.stage], say)
  expect(good.runs).toEqual(['one', 'one'])
  expect(existsSync(join(root, '.build/prepare.lock'))).toBe(false)
})

it('CL-01 an input that changes during the work makes the stage run again', async () => {
  const { stage, runs } = copying(async () => writeFileSync(join(root, 'input'), 'two'))
  await prepare(root, [stage], say)
  await prepare(root, [stage], say)
  expect(runs).toEqual(['one', 'two'])
})

it('CL-01 a fingerprint sees contents, names and moves, and not what it was told to ignore', () => {
  const seen = new Set<string>()
  const look = () => seen.add(fingerprint(root, ['input', 'missing'], (path) => path.endsWith('.test.ts')))
  look()
  writeFileSync(join(root, 'missing'), '')
  look()
  writeFileSync(join(root, 'input'), 'on')
  writeFileSync(join(root, 'missing'), 'e')
  look()
  expect(seen.size).toBe(3)
  writeFileSync(join(root, 'a.test.ts'), 'x')
  expect(fingerprint(root, ['a.test.ts'], (path) => path.endsWith('.test.ts'))).toBe(fingerprint(root, []))
})

it('CL-02 of two starts at once, one does the work; the other says that it waits, and finds it done', async () => {
  const { stage, runs } = copying()
  await Promise.all([prepare(root, [stage], say), prepare(root, [stage], say)])
  expect(runs).toEqual(['one'])
  expect(said.filter((line) => line.startsWith('another start is preparing this folder'))).toHaveLength(1)
})

it('CL-04 a folder that may not be written is named in one line', () => {
  // Nothing is forbidden to root, so root asks as somebody else, with copies that everybody may read.
  for (const name of ['prepare.mjs', 'folder-lock.mjs', 'process-tree.mjs'])
    cpSync(join(scripts, name), join(root, name))
  writeFileSync(
    join(root, 'try.mjs'),
    `import { prepare } from './prepare.mjs'
    const stage = { name: 'x', stamp: 'node_modules/stamp', outputs: [], fingerprint: () => '', run: async () => {} }
    await prepare(process.cwd(), [stage], () => {}).catch((error) => console.log(error.message))`,
  )
  chmodSync(root, 0o555)
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const { stdout } = spawnSync(process.execPath, ['try.mjs'], { cwd: root, encoding: 'utf8', ...user })
  chmodSync(root, 0o755)
  expect(stdout).toMatch(
    /^Parley installs and builds inside its own folder.* not write to .*prepare ü-\w+\..*\n$/,
  )
})

it('CL-05 a Node that is too old is refused with the version that is needed', () => {
  for (const version of ['18.20.4', '20.18.3']) {
    expect(() => checkNode(version)).toThrow(`needs Node 20.19 or newer, and this is Node ${version}`)
  }
  for (const version of ['20.19.0', '22.12.0', '24.0.0']) expect(() => checkNode(version)).not.toThrow()
})
