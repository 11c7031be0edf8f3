/** Bundles the server's TypeScript into one file that Node runs as it is; packages stay in node_modules. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { root, serverFile } from './stages.mjs'

await build({
  absWorkingDir: root,
  entryPoints: [join(root, 'src/server/main.ts')],
  outfile: join(root, serverFile),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
})
