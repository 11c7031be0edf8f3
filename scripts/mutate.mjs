/** A Vite plugin that breaks what one mutant breaks, and nothing on disk. */
import { mutants } from './mutants.mjs'

/**
 * @param {string} name
 * @returns {import('vite').Plugin}
 * @throws Error when there is no such mutant; while loading, when one of its patches does not fit any more
 */
export function mutate(name) {
  const mutant = mutants.find((one) => one.name === name)
  if (!mutant) throw new Error(`There is no mutant "${name}".`)
  return {
    name: 'parley-mutant',
    enforce: 'pre',
    transform(code, id) {
      const patches = mutant.patches.filter(({ file }) => id.endsWith(`/src/${file}`))
      if (patches.length === 0) return null
      return patches.reduce((text, { file, find, replace }) => {
        if (!text.includes(find))
          throw new Error(`The mutant "${name}" does not fit ${file} any more: ${find}`)
        return text.replace(find, () => replace)
      }, code)
    },
  }
}
