/** `npm run cluster`: installs what is missing, builds what is stale, and becomes the head of a cluster. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, PreparationError, prepare } from './prepare.mjs'
import { endChildrenOnSignal, endWithNpm } from './process-tree.mjs'
import { application, clusterFile, packages, quietEnvironment, root } from './stages.mjs'

Object.assign(process.env, quietEnvironment, { NODE_ENV: 'production' })
process.chdir(root)

endWithNpm()
const leaveSignalsAlone = endChildrenOnSignal()
try {
  checkNode()
  await prepare(root, [packages, application], (line) => console.log(`Parley: ${line}`))
} catch (error) {
  if (!(error instanceof PreparationError)) throw error
  console.error(`Parley: ${error.message}`)
  process.exit(1)
}
leaveSignalsAlone()

// In this very process, as the server of `npm start`: what a killed one leaves behind, the next start ends.
process.setSourceMapsEnabled(true)
await import(pathToFileURL(join(root, clusterFile)).href)
