/** The proof of the proof: each deliberately broken variant is noticed, by the story that noticed it first. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { mutants } from '../../../scripts/mutants.mjs'

/** What the simulation says of each mutant, by its name: nothing where it notices nothing. */
async function tellAll(): Promise<Map<string, string | undefined>> {
  const child = spawn(process.execPath, ['scripts/tell-mutants.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  await once(child, 'close')
  const lines = output.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => JSON.parse(line)).map(({ name, noticed }) => [name, noticed]))
}

const told = tellAll()

test.each(mutants)(
  'SY-45 the simulation notices when $name',
  async ({ name }) => {
    expect((await told).get(name)).toMatch(/^seed \d+: /)
  },
  240_000,
)
