/** Bundles the simulation with what one mutant breaks, and changes nothing in the sources. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './stages.mjs'

const entry = `
  export { countTransactions } from './testing/simulation/browser'
  export { openMemoryLog } from './testing/simulation/memory-log'
  export { tellStory } from './testing/simulation/story'
`

/**
 * @param {import('./mutants.mjs').Mutant} mutant
 * @param {string} outfile below the project's folder, from where packages are found
 * @returns {Promise<void>}
 * @throws Error when one of its patches does not fit any more
 */
export async function bundleStories(mutant, outfile) {
  await build({
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: join(root, 'src'), loader: 'ts' },
    outfile,
    alias: { '@': join(root, 'src') },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
    plugins: [mutate(mutant)],
  })
}

/** @param {import('./mutants.mjs').Mutant} mutant @returns {import('esbuild').Plugin} */
function mutate({ name, patches }) {
  return {
    name: 'parley-mutant',
    setup({ onLoad, onEnd }) {
      const left = new Set(patches)
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const own = patches.filter(({ file }) => path.endsWith(`/src/${file}`))
        if (own.length === 0) return undefined
        let contents = await readFile(path, 'utf8')
        for (const patch of own) {
          if (contents.includes(patch.find)) left.delete(patch)
          contents = contents.replace(patch.find, () => patch.replace)
        }
        return { contents, loader: 'ts' }
      })
      onEnd(({ errors }) => {
        if (errors.length > 0) throw new Error(`The mutant "${name}" cannot be built: ${errors[0]?.text}`)
        for (const { file, find } of left)
          throw new Error(`The mutant "${name}" does not fit ${file} any more: ${find}`)
      })
    },
  }
}
