/** `npm run fuzz -- --seeds 1000 --from 1`: runs the sync client's stories with more seeds than `npm test` does. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { run } from './process-tree.mjs'
import { root } from './stages.mjs'

const options = /** @type {const} */ ({
  seeds: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
})
const { values } = parseArgs({ options })
if (!/^\d{1,7}$/.test(values.seeds) || !/^\d{1,9}$/.test(values.from)) {
  console.error('Use it like this: npm run fuzz -- --seeds 1000 --from 1')
  process.exit(1)
}
const args = ['run', '--project', 'unit', '--reporter=dot', 'src/client/sync/sync.fuzz.test.ts']
const env = { ...process.env, NODE_ENV: undefined, PARLEY_FUZZ: `${values.from}+${values.seeds}` }
const { code } = await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
  cwd: root,
  env,
})
process.exitCode = code
