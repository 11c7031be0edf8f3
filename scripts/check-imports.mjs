/** Applies the import law of `.dependency-cruiser.mjs`, and looks for what arrives without any import. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import law from '../.dependency-cruiser.mjs'

/** Folders where time, randomness, timers and settings come in through ports, so that tests can hold them. */
const ported = ['src/contract', 'src/server/services', 'src/client/sync']
/** The one file there that hands the browser's own clock and dice to the ports. */
const source = 'src/client/sync/browser-ports.ts'
const ambient =
  /\b(process\.env|Date\.now|new Date\(\)|performance\.now|Math\.random|crypto\.(randomUUID|getRandomValues)|(set|clear)(Timeout|Interval|Immediate)|queueMicrotask)\b/
const comment = /\/\*[\s\S]*?\*\/|\/\/.*/g

/** The project, or another folder laid out like it; the cruiser resolves `@/` against the current folder. */
const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))))
process.chdir(root)

const { modules, violations } = await checkImports()
for (const violation of violations) console.error(violation)
console.log(`import law: ${modules} modules, ${violations.length} violations`)
if (modules === 0) console.error('The check saw no module, so it proves nothing.')
if (modules === 0 || violations.length) process.exitCode = 1

/** @returns {Promise<{ modules: number, violations: string[] }>} violations as "rule: from → to" */
async function checkImports() {
  const folders = ['src', 'e2e', 'scripts'].filter((folder) => existsSync(join(root, folder)))
  if (!folders.includes('src')) return { modules: 0, violations: [] }
  const fileName = join(root, 'tsconfig.json')
  const ruleSet = { ...law, options: { ...law.options, tsConfig: { fileName } } }
  const { output } = await cruise(
    folders,
    { ...law.options, validate: true, ruleSet },
    law.options?.enhancedResolveOptions,
    { tsConfig: extractTSConfig(fileName) },
  )
  if (typeof output === 'string') throw new Error(output)
  const { summary } = output
  return {
    // Without a compiler that it knows, the cruiser lists files and sees nothing in them.
    modules: summary.totalDependenciesCruised ? summary.totalCruised : 0,
    violations: [
      ...summary.violations.map(
        ({ rule, from, to }) => `${rule.name}: ${from}${to === from ? '' : ` → ${to}`}`,
      ),
      ...ambientUses(),
    ],
  }
}

function ambientUses() {
  return ported
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => /(?<!\.test)\.tsx?$/.test(path) && !path.endsWith('-contract.ts') && path !== source)
    .flatMap((path) => {
      const found = ambient.exec(readFileSync(join(root, path), 'utf8').replace(comment, ''))
      return found ? [`time-and-chance-come-through-ports: ${path} → ${found[0]}`] : []
    })
}
