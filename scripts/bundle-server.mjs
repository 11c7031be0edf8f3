/** Bundles the server's TypeScript, and the cluster's, into one file each that Node runs as it is; packages stay. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { clusterFile, root, serverFile } from './stages.mjs'

const bundles = /** @type {const} */ ([
  ['src/server/main.ts', serverFile],
  ['src/cluster/main.ts', clusterFile],
])
for (const [entry, outfile] of bundles) {
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
}
