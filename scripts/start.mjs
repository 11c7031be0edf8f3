/** `npm start`: installs what is missing, builds what is stale, and becomes the server. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, PreparationError, prepare } from './prepare.mjs'
import { endChildrenOnSignal, endWithNpm } from './process-tree.mjs'
import { application, packages, quietEnvironment, root, serverFile } from './stages.mjs'

const isDevelopment = process.argv.includes('--dev')
Object.assign(process.env, quietEnvironment, { NODE_ENV: isDevelopment ? 'development' : 'production' })
process.chdir(root)

endWithNpm()
const leaveSignalsAlone = endChildrenOnSignal()
try {
  checkNode()
  await prepare(root, isDevelopment ? [packages] : [packages, application], (line) =>
    console.log(`Parley: ${line}`),
  )
} catch (error) {
  if (!(error instanceof PreparationError)) throw error
  console.error(`Parley: ${error.message}`)
  process.exit(1)
}
leaveSignalsAlone()

// The server runs in this very process: there is no parent that must pass signals on, or that could be
// killed and leave the server behind.
process.setSourceMapsEnabled(true)
const next = isDevelopment ? join(root, 'scripts/dev.mjs') : join(root, serverFile)
await import(pathToFileURL(next).href)
