import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withFolderLock } from './folder-lock.mjs'

let folder = ''
let lock = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-lock-'))
  lock = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

function startWorker(program: string) {
  const library = JSON.stringify(join(dirname(fileURLToPath(import.meta.url)), 'folder-lock.mjs'))
  const imports = `
    import { spawn } from 'node:child_process'
    import { appendFileSync, readFileSync } from 'node:fs'
    import { withFolderLock } from ${library}`
  return spawn(process.execPath, ['--input-type=module', '-e', imports + program], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

const deadPid = () => spawnSync(process.execPath, ['--version']).pid

it('CL-03 the lock of a process that is gone is taken over, and none is left behind', async () => {
  writeFileSync(lock, String(deadPid()))
  expect(await withFolderLock(lock, async () => readFileSync(lock, 'utf8'))).toBe(String(process.pid))
  expect(readdirSync(folder)).toEqual([])
})

it('CL-03 the lock of a living process that has not been touched for long is taken over', async () => {
  writeFileSync(lock, String(process.ppid))
  utimesSync(lock, new Date(0), new Date(0))
  expect(await withFolderLock(lock, async () => 'worked')).toBe('worked')
})

it('CL-03 what a killed holder left running is waited for', async () => {
  const stayer = 'setInterval(() => {}, 1000)'
  const holder = startWorker(`
    const { pid } = spawn(process.execPath, ['-e', ${JSON.stringify(stayer)}])
    await withFolderLock('lock', async () => {
      while (!readFileSync('lock', 'utf8').endsWith(' ' + pid)) await new Promise((resolve) => setTimeout(resolve, 5))
      console.log(pid)
      await new Promise(() => {})
    }, { beatMs: 5 })`)
  const [line] = await once(createInterface(holder.stdout), 'line')
  holder.kill('SIGKILL')
  await once(holder, 'exit')

  const diary: string[] = []
  const onWait = () => {
    diary.push('waiting')
    process.kill(Number(line))
  }
  await withFolderLock(lock, async () => diary.push('working'), { onWait, pollMs: 5 })
  expect(diary).toEqual(['waiting', 'working'])
}, 30_000)

it('CL-03 work that fails gives the lock back', async () => {
  const failing = withFolderLock(lock, async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(readdirSync(folder)).toEqual([])
})

it('CL-02 of several processes that find the lock of a dead one, only one works at a time', async () => {
  writeFileSync(lock, String(deadPid()))
  const program = `
    await withFolderLock('lock', async () => {
      appendFileSync('diary', 'in ')
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
      appendFileSync('diary', 'out ')
    }, { pollMs: 1 })`
  const workers = Array.from({ length: 4 }, () => startWorker(program))
  const codes = await Promise.all(workers.map(async (worker) => (await once(worker, 'exit'))[0]))
  expect(codes).toEqual([0, 0, 0, 0])
  expect(readFileSync(join(folder, 'diary'), 'utf8')).toBe('in out '.repeat(4))
}, 30_000)
