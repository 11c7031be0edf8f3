/**
 * Generates src/server/adapters/postgres/database-types.ts from prisma/schema.prisma. Prisma's command line is
 * fetched into a temporary folder for this one run: with it, an install would weigh 290 MB more.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const generators = ['prisma@7.10.1', 'prisma-kysely@3.2.1']
const output = join('src', 'server', 'adapters', 'postgres')

const folder = mkdtempSync(join(tmpdir(), 'parley-types-'))
try {
  mkdirSync(join(folder, 'prisma'))
  cpSync('prisma/schema.prisma', join(folder, 'prisma', 'schema.prisma'))
  mkdirSync(join(folder, output), { recursive: true })

  const packages = generators.map((generator) => `--package=${generator}`)
  execFileSync('npx', ['--yes', ...packages, 'prisma', 'generate'], {
    cwd: folder,
    stdio: 'inherit',
    // Generating needs no engine, and without this Prisma downloads one.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
      DO_NOT_TRACK: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })

  cpSync(join(folder, output, 'database-types.ts'), join(output, 'database-types.ts'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
