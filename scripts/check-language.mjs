/** Fails when a text for people stands in the code of the interface, where no other language can take its place (LA-07). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { literalText } from './literal-text.mjs'
import { root } from './stages.mjs'

/** The catalogues themselves, tests, what speaks to the log alone, and what the server says before it knows a language. */
const free =
  /^src\/client\/(language|db|sync)\/|\.test\.tsx?$|-(fixture|contract)\.tsx?$|^src\/app\/(layout\.tsx|manifest\.ts)$/

const files = ['src/client', 'src/app']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name.replaceAll('\\', '/')}`,
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !free.test(file))
const found = files.flatMap((file) =>
  literalText(readFileSync(join(root, file), 'utf8'), file).map((text) => `${file}:${text}`),
)
for (const text of found) console.error(text)
console.log(`language: ${files.length} files, ${found.length} texts outside of the catalogue`)
if (found.length > 0 || files.length === 0) process.exitCode = 1
