/**
 * `npm run fuzz -- --seeds 1000 --from 1`: runs the sync client's stories with more seeds than `npm test` does, side by side
 * on all processors. `npm run fuzz -- --mutants` looks for the story that notices each broken variant, and keeps its seed.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { run } from './process-tree.mjs'
import { root } from './stages.mjs'

const options = /** @type {const} */ ({
  seeds: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
  mutants: { type: 'boolean', default: false },
})
const { values } = parseArgs({ options })
if (!/^\d{1,7}$/.test(values.seeds) || !/^\d{1,9}$/.test(values.from)) {
  console.error('Use it like this: npm run fuzz -- --seeds 1000 --from 1')
  process.exit(1)
}
const env = { ...process.env, NODE_ENV: undefined }

/** @param {number} from @param {number} count @returns {Promise<number>} the exit code */
async function tell(from, count) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = ['run', '--project', 'unit', '--reporter=dot', 'src/client/sync/sync.fuzz.test.ts']
  const { code } = await run(process.execPath, [vitest, ...args], {
    cwd: root,
    env: { ...env, PARLEY_FUZZ: `${from}+${count}` },
  })
  return code
}

/** @returns {Promise<number>} the exit code */
async function tellMutants() {
  const args = [join(root, 'scripts/tell-mutants.mjs'), '--search', values.seeds]
  const { code } = await run(process.execPath, args, { cwd: root, env })
  return code
}

/** @returns {Promise<number>} the worst exit code */
async function tellAll() {
  const [from, seeds] = [Number(values.from), Number(values.seeds)]
  const each = Math.ceil(seeds / availableParallelism())
  const parts = []
  for (let done = 0; done < seeds; done += each) parts.push(tell(from + done, Math.min(each, seeds - done)))
  return Math.max(...(await Promise.all(parts)))
}

process.exitCode = values.mutants ? await tellMutants() : await tellAll()
