import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run } from './process-tree.mjs'

const library = JSON.stringify(join(dirname(fileURLToPath(import.meta.url)), 'process-tree.mjs'))
/** Says something and stays until it is ended. */
const stayer = 'console.log(1); setInterval(() => {}, 1000)'

it('CL-06 a signal ends everything that was started, what was started by it included', async () => {
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stayer)}], { stdio: 'inherit', detached: true })`
  const parent = start(`
    import { endChildrenOnSignal, run } from ${library}
    endChildrenOnSignal()
    await run(process.execPath, ['-e', ${JSON.stringify(child)}], { cwd: '.' })`)
  await parent.firstLine
  parent.process.kill('SIGTERM')
  // "close" comes when nobody holds the output any more, the grandchild neither.
  const [code] = await once(parent.process, 'close')
  expect(code).toBe(143)
}, 30_000)

it('CL-06 when npm’s shell is ended alone, what it started ends too', async () => {
  const program = `import { endWithNpm } from ${library}; endWithNpm(); ${stayer}`
  const shell = spawn('sh', ['-c', `"$NODE" --input-type=module -e "$PROGRAM"; true`], {
    env: { ...process.env, npm_lifecycle_event: 'start', NODE: process.execPath, PROGRAM: program },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(createInterface(shell.stdout), 'line')
  shell.kill('SIGTERM')
  const [, signal] = await once(shell, 'close')
  expect(signal).toBe('SIGTERM')
}, 30_000)

it('CL-06 a command that takes too long is ended, and so is one that does not exist', async () => {
  expect((await run(process.execPath, ['-e', stayer], { cwd: '.', capture: true, timeoutMs: 50 })).code).toBe(
    1,
  )
  expect((await run('no-such-command-here', [], { cwd: '.', capture: true })).code).toBe(1)
}, 30_000)

function start(program: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => String(line))
  return { process: child, firstLine }
}
