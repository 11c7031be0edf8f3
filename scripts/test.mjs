/** `npm test`: prepares what the tests need, runs every check there is, and counts. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findPostgrest } from './postgrest.mjs'
import { checkNode, PreparationError, prepare } from './prepare.mjs'
import { endChildrenOnSignal, endWithNpm, run } from './process-tree.mjs'
import { application, packages, quietEnvironment, root } from './stages.mjs'
import { judge, readPlaywrightReport, readVitestReport } from './test-report.mjs'
import { missingTools, prepareTools } from './test-tools.mjs'

/** @typedef {import('./test-report.mjs').Counts} Counts */
/** @typedef {{ name: string, group: string, run: () => Promise<Counts> }} Step */

const groups = ['static', 'unit', 'pg', 'e2e']
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
/** The caller's NODE_ENV would turn off what the tests look at; each runner sets its own. */
/** @type {Record<string, string | undefined>} */
const environment = { ...process.env, ...quietEnvironment, NODE_ENV: undefined }
const say = (/** @type {string} */ line) => console.log(`Parley: ${line}`)

/** @type {Step[]} */
const steps = [
  { name: 'types', group: 'static', run: types },
  {
    name: 'lint',
    group: 'static',
    run: () => check('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  },
  { name: 'import law', group: 'static', run: () => script('scripts/check-imports.mjs') },
  { name: 'spec', group: 'static', run: () => script('scripts/check-spec.mjs') },
  { name: 'language', group: 'static', run: () => script('scripts/check-language.mjs') },
  { name: 'unit tests', group: 'unit', run: () => vitest('unit') },
  { name: 'layout tests', group: 'unit', run: layout },
  { name: 'PostgreSQL tests', group: 'pg', run: () => vitest('pg') },
  { name: 'build', group: 'e2e', run: build },
  { name: 'page size', group: 'e2e', run: () => script('scripts/check-size.mjs') },
  { name: 'browser tests', group: 'e2e', run: playwright },
]

process.chdir(root)
endWithNpm()
endChildrenOnSignal()
try {
  if (process.argv.includes('--only') && !groups.includes(only ?? '')) {
    throw new PreparationError(`--only takes one of: ${groups.join(', ')}`)
  }
  checkNode()
  await prepare(root, [packages], say)
} catch (error) {
  if (!(error instanceof PreparationError)) throw error
  console.error(`Parley: ${error.message}`)
  console.log('0 passed, 1 failed')
  process.exit(1)
}

const needsTools = only !== 'static'
const tools = needsTools ? await prepareTools(root, say) : { chromium: undefined, redisServer: undefined }
const missing = needsTools ? missingTools({ ...tools, postgrest: findPostgrest(root) }) : []
if (tools.chromium) environment.PARLEY_CHROMIUM = tools.chromium
if (tools.redisServer) environment.PARLEY_REDIS_SERVER = tools.redisServer
mkdirSync(join(root, '.build'), { recursive: true })

const chosen = steps.filter((step) => !only || step.group === only)
/** @type {({ name: string, seconds: number } & Counts)[]} */
const results = []
for (const step of chosen) {
  const obstacle = obstacleTo(step)
  if (obstacle) {
    console.log(`\n── ${step.name}: not run, ${obstacle}`)
    continue
  }
  console.log(`\n── ${step.name}`)
  const start = Date.now()
  const counts = await step.run()
  results.push({ name: step.name, seconds: (Date.now() - start) / 1000, ...counts })
}

console.log('\n── summary')
for (const { name, seconds, passed, failed } of results) {
  console.log(
    `${failed ? '✗' : '✓'} ${name.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed`,
  )
}
if (missing.length) console.log(`!!! MISSING ON THIS MACHINE: ${missing.join(' · ')} !!!`)
const isMissingFatal = missing.length > 0 && process.env.CI === 'true'
const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0) + (isMissingFatal ? missing.length : 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed || !passed ? 1 : 0

/** @param {Step} step */
function obstacleTo({ run }) {
  if (run !== playwright && run !== layout) return undefined
  if (!tools.chromium) return 'as there is no Chromium'
  if (run === layout) return undefined
  return results.some(({ name, failed }) => name === 'build' && failed) ? 'as the build failed' : undefined
}

/** @returns {Promise<Counts>} */
async function types() {
  // Next's own declarations (its page types, CSS imports) are generated, so not in a fresh clone.
  const generated = await check('next/dist/bin/next', ['typegen'], true)
  return generated.failed ? generated : check('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])
}

/** @returns {Promise<Counts>} */
async function build() {
  try {
    await prepare(root, [packages, application], say)
    return { passed: 1, failed: 0 }
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error
    console.error(error.message)
    return { passed: 0, failed: 1 }
  }
}

/** @param {string} project */
async function vitest(project) {
  const report = `.build/vitest-${project}.json`
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  return reported(report, readVitestReport, () => node('node_modules/vitest/vitest.mjs', args))
}

/** In a browser, without a server and a build. */
function layout() {
  return vitest('browser')
}

async function playwright() {
  const report = '.build/playwright.json'
  return reported(report, readPlaywrightReport, () => node('node_modules/@playwright/test/cli.js', ['test']))
}

/**
 * @param {string} report
 * @param {(json: string) => Counts} read
 * @param {() => Promise<{ code: number }>} runTests
 */
async function reported(report, read, runTests) {
  const file = join(root, report)
  rmSync(file, { force: true })
  const { code } = await runTests()
  return judge(existsSync(file) ? read(readFileSync(file, 'utf8')) : undefined, code)
}

/**
 * One of our own checks.
 * @param {string} path
 */
async function script(path) {
  const { code } = await node(path, [])
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
}

/**
 * A check that is one program of an installed package; counts as one test.
 * @param {string} program
 * @param {string[]} args
 * @param {boolean} [quiet] show what it says only when it fails
 */
async function check(program, args, quiet = false) {
  const { code, output } = await node(`node_modules/${program}`, args, quiet)
  if (quiet && code !== 0) console.error(output)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
}

/**
 * @param {string} path
 * @param {string[]} args
 * @param {boolean} [capture]
 */
function node(path, args, capture = false) {
  return run(process.execPath, [join(root, path), ...args], { cwd: root, env: environment, capture })
}
