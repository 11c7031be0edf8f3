/** `npm run cluster`: installs what is missing, builds what is stale, and becomes the head of a cluster. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepareOrExit } from './prepare-or-exit.mjs'
import { application, clusterFile, packages, root } from './stages.mjs'

await prepareOrExit([packages, application], 'production')

// In this very process, as the server of `npm start`: what a killed one leaves behind, the next start ends.
process.setSourceMapsEnabled(true)
await import(pathToFileURL(join(root, clusterFile)).href)
