/** What every command does that becomes the thing it starts: prepares the checkout, or says in one line why it cannot. */
import { checkNode, PreparationError, prepare } from './prepare.mjs'
import { endChildrenOnSignal, endWithNpm } from './process-tree.mjs'
import { quietEnvironment, root } from './stages.mjs'

/**
 * @param {readonly import('./prepare.mjs').Stage[]} stages
 * @param {'development' | 'production'} mode becomes NODE_ENV
 */
export async function prepareOrExit(stages, mode) {
  Object.assign(process.env, quietEnvironment, { NODE_ENV: mode })
  process.chdir(root)
  endWithNpm()
  const leaveSignalsAlone = endChildrenOnSignal()
  try {
    checkNode()
    await prepare(root, stages, (line) => console.log(`Parley: ${line}`))
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error
    console.error(`Parley: ${error.message}`)
    process.exit(1)
  }
  leaveSignalsAlone()
}
