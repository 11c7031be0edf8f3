/** `npm start`: installs what is missing, builds what is stale, and becomes the server. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepareOrExit } from './prepare-or-exit.mjs'
import { application, packages, root, serverFile } from './stages.mjs'

const isDevelopment = process.argv.includes('--dev')
await prepareOrExit(
  isDevelopment ? [packages] : [packages, application],
  isDevelopment ? 'development' : 'production',
)

// The server runs in this very process: there is no parent that must pass signals on, or that could be
// killed and leave the server behind.
process.setSourceMapsEnabled(true)
const next = isDevelopment ? join(root, 'scripts/dev.mjs') : join(root, serverFile)
await import(pathToFileURL(next).href)
