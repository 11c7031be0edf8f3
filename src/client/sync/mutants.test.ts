/** The proof of the proof: each deliberately broken variant is noticed, by the seed that noticed it first. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mutants } from '../../../scripts/mutants.mjs'

const vitest = join(process.cwd(), 'node_modules/vitest/vitest.mjs')

/** What the simulation says of this seed under this mutant. */
async function tell(name: string, seed: number): Promise<string> {
  const args = [
    'run',
    '--project',
    'unit',
    'src/client/sync/sync.fuzz.test.ts',
    '--reporter=dot',
    '--no-color',
  ]
  const env = { ...process.env, PARLEY_MUTANT: name, PARLEY_FUZZ: `${seed}+1` }
  const child = spawn(process.execPath, [vitest, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  await once(child, 'close')
  return output
}

test.each(mutants)(
  'SY-45 the simulation notices when $name (seed $seed)',
  async ({ name, seed }) => {
    expect(await tell(name, seed)).toContain(`Error: seed ${seed}: `)
  },
  60_000,
)
