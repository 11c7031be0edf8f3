/**
 * Tells every mutant the story that noticed it, and writes a line of JSON for each: its name, the seed, what was noticed.
 *
 * With `--search 300` each is told the stories from seed 1 on until one notices it. The seeds are kept in
 * `mutant-seeds.json` and in the table of `docs/convergence.md`. `--only` takes those whose name contains a word.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { mutants } from './mutants.mjs'
import { bundleStories } from './mutate.mjs'
import { root } from './stages.mjs'

const options = /** @type {const} */ ({ search: { type: 'string' }, only: { type: 'string', default: '' } })
const { values } = parseArgs({ options })
const folder = join(root, '.build', `mutants-${process.pid}`)
const seedsFile = join(root, 'scripts/mutant-seeds.json')
const page = join(root, 'docs/convergence.md')
const tableStart = '| broken variant'
/** @type {Record<string, number>} */
const seeds = JSON.parse(await readFile(seedsFile, 'utf8'))

// What a broken client leaves behind is not the question.
process.on('unhandledRejection', () => {})

/**
 * @param {import('./mutants.mjs').Mutant} mutant
 * @param {number} number names its bundle
 * @returns {Promise<{ seed?: number, noticed?: string }>} the first story that fails
 * @throws Error when it cannot be built
 */
async function tell(mutant, number) {
  const outfile = join(folder, `${number}.mjs`)
  await bundleStories(mutant, outfile)
  const { tellStory, openMemoryLog, countTransactions } = await import(pathToFileURL(outfile).href)
  const stopCounting = countTransactions()
  const known = seeds[mutant.name] ?? 1
  const [from, to] = values.search ? [1, Number(values.search)] : [known, known]
  try {
    for (let seed = from; seed <= to; seed++) {
      try {
        await tellStory({ seed, length: 200, openLog: openMemoryLog, asItIs: true })
      } catch (error) {
        return { seed, noticed: error instanceof Error ? error.message : String(error) }
      }
    }
    return {}
  } finally {
    stopCounting()
  }
}

/** Keeps what was found, in the order of the list. */
async function keep() {
  const rows = mutants.map(({ name }) => [name, String(seeds[name] ?? 'none')])
  const width = Math.max(...rows.map(([name = '']) => name.length))
  const lines = [[tableStart.slice(2), 'noticed by seed'], ['-'.repeat(width), '-'.repeat(15)], ...rows].map(
    ([name = '', seed = '']) => `| ${name.padEnd(width)} | ${seed.padEnd(15)} |`,
  )
  const text = await readFile(page, 'utf8')
  const start = text.indexOf(tableStart)
  const end = text.indexOf('\n\n', start)
  await writeFile(page, text.slice(0, start) + lines.join('\n') + text.slice(end))
  const ordered = mutants.flatMap(({ name }) => (seeds[name] === undefined ? [] : [[name, seeds[name]]]))
  await writeFile(seedsFile, `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`)
}

await mkdir(folder, { recursive: true })
try {
  for (const [number, mutant] of mutants.entries()) {
    const { name } = mutant
    if (!name.includes(values.only)) continue
    const told = await tell(mutant, number).catch((error) => {
      process.exitCode = 1
      console.error(error.message)
      return {}
    })
    console.log(JSON.stringify({ name, ...told }))
    if (!values.search) continue
    if (told.seed === undefined) delete seeds[name]
    else seeds[name] = told.seed
    await keep()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
