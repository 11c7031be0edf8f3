/** Every rule of the import law is broken once, in a small tree of its own, and must notice it. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import law from '../.dependency-cruiser.mjs'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const trees: string[] = []

/** A tree that keeps the law; main imports whatever else is added, so that nothing counts as dead. */
const lawful: Record<string, string> = {
  'src/contract/ids.ts': "import * as z from 'zod/mini'\nexport const id = z.string()",
  'src/server/ports/clock.ts': "import type { id } from '@/contract/ids'\nexport type Clock = typeof id",
  'src/server/services/send.ts':
    "import { id } from '@/contract/ids'\nimport type { Clock } from '../ports/clock'\nexport const send = (c: Clock) => [c, id]",
  'src/server/adapters/postgres/log.ts': "import pg from 'pg'\nexport const log = pg",
  'src/server/adapters/memory/tracker.ts': 'export const tracker = 1',
  'src/server/gateway/hub.ts': "import { WebSocket } from 'ws'\nexport const hub = WebSocket",
  'src/server/trpc/app-router.ts':
    "import { initTRPC } from '@trpc/server'\nimport { send } from '../services/send'\nexport const appRouter = [initTRPC, send]\nexport type AppRouter = typeof appRouter",
  'src/server/container.ts':
    "import { log } from './adapters/postgres/log'\nimport { tracker } from './adapters/memory/tracker'\nimport { hub } from './gateway/hub'\nimport { appRouter } from './trpc/app-router'\nexport const container = [log, tracker, hub, appRouter]",
  'src/server/main.ts': "import { container } from './container'\nexport const main = container",
  'src/client/sync/transport.ts':
    "import type { AppRouter } from '@/server/trpc/app-router'\nexport type Transport = AppRouter",
  'src/client/hooks/use-chat.ts':
    "import { useState } from 'react'\nimport type { Transport } from '../sync/transport'\nexport const useChat = (t: Transport) => useState(t)",
  'src/client/components/chat.tsx':
    "import { useChat } from '../hooks/use-chat'\nexport const Chat = useChat",
  'src/app/page.tsx': "import { Chat } from '@/client/components/chat'\nexport default Chat",
  'src/server/services/send.test.ts':
    "import { log } from '@/server/adapters/postgres/log'\nimport { it } from 'vitest'\nexport const suite = [log, it]",
}

/** [rule, offending file, what it says, other files it needs] */
const offences: [rule: string, file: string, text: string, more?: Record<string, string>][] = [
  ['contract-imports-only-zod', 'src/contract/a.ts', "import 'ws'"],
  ['ports-import-only-the-contract', 'src/server/ports/a.ts', "import '../services/send'"],
  [
    'services-import-only-contract-and-ports',
    'src/server/services/a.ts',
    "import '@/server/adapters/memory/tracker'",
  ],
  ['services-import-only-contract-and-ports', 'src/server/services/b.ts', "import 'node:timers/promises'"],
  [
    'services-import-only-contract-and-ports',
    'src/server/services/c.ts',
    "import type { initTRPC } from '@trpc/server'\nexport type T = typeof initTRPC",
  ],
  ['adapters-do-not-know-each-other', 'src/server/adapters/memory/a.ts', "import '../postgres/log'"],
  [
    'adapters-import-only-contract-and-ports',
    'src/server/adapters/memory/b.ts',
    "import '@/server/services/send'",
  ],
  [
    'only-the-composition-root-chooses-adapters',
    'src/server/gateway/a.ts',
    "import '../adapters/memory/tracker'",
  ],
  ['only-main-and-routes-import-the-container', 'src/server/http.ts', "import './container'"],
  ['trpc-and-gateway-do-not-know-each-other', 'src/server/trpc/a.ts', "import '../gateway/hub'"],
  [
    'browser-takes-nothing-from-the-server',
    'src/client/sync/a.ts',
    "import type { Clock } from '@/server/ports/clock'\nexport type T = Clock",
  ],
  [
    'browser-takes-only-the-type-of-the-router',
    'src/client/sync/b.ts',
    "import { appRouter } from '@/server/trpc/app-router'\nexport const r = appRouter",
  ],
  ['server-takes-nothing-from-the-browser', 'src/server/gateway/b.ts', "import '@/client/sync/transport'"],
  ['cluster-knows-little-of-the-server', 'src/cluster/a.ts', "import '@/server/services/send'"],
  [
    'only-the-composition-root-chooses-adapters',
    'src/cluster/b.ts',
    "import '@/server/adapters/memory/tracker'",
  ],
  [
    'nobody-knows-the-cluster',
    'src/server/gateway/cluster.ts',
    "import '@/cluster/part'",
    { 'src/cluster/part.ts': 'export const part = 1' },
  ],
  ['browser-has-no-modules-of-node', 'src/client/sync/c.ts', "import 'node:crypto'"],
  ['hooks-do-not-know-components', 'src/client/hooks/a.ts', "import '../components/chat'"],
  [
    'components-do-not-touch-storage-or-network',
    'src/client/components/a.ts',
    "import '@supabase/realtime-js'",
  ],
  [
    'components-do-not-touch-storage-or-network',
    'src/client/components/b.ts',
    "import '../db/rows'",
    { 'src/client/db/rows.ts': 'export const rows = 1' },
  ],
  ['state-does-not-know-the-view', 'src/client/stores/a.ts', "import '../hooks/use-chat'"],
  ['language-imports-only-the-contract', 'src/client/language/a.ts', "import '../stores/language'"],
  ['sync-machine-imports-only-the-contract', 'src/client/sync/machine.ts', "import './transport'"],
  ['app-imports-only-the-client', 'src/app/layout.tsx', "import '@/contract/ids'"],
  [
    'production-does-not-import-tests',
    'src/server/gateway/c.ts',
    "import '@/testing/seeds'",
    { 'src/testing/seeds.ts': 'export const seeds = 1' },
  ],
  ['production-does-not-import-development-packages', 'src/server/gateway/d.ts', "import 'esbuild'"],
  ['packages-are-declared', 'src/server/gateway/e.ts', "import 'semver'"],
  ['imports-resolve', 'src/server/gateway/f.ts', "import './nowhere'"],
  ['no-cycles', 'src/server/gateway/g.ts', "import './h'", { 'src/server/gateway/h.ts': "import './g'" }],
  ['no-barrels', 'src/server/gateway/index.ts', "export * from './hub'"],
  ['owner-of-pg', 'src/server/gateway/i.ts', "import 'pg'"],
  ['owner-of-kysely', 'src/server/gateway/j.ts', "import 'kysely'"],
  ['owner-of-better-auth', 'src/server/gateway/k.ts', "import 'better-auth'"],
  ['owner-of-jose', 'src/server/gateway/l.ts', "import 'jose'"],
  ['owner-of-ioredis', 'src/server/gateway/m.ts', "import 'ioredis'"],
  ['owner-of-uqr', 'src/client/stores/qr.ts', "import 'uqr'"],
  ['owner-of-nodemailer', 'src/server/services/mail.ts', "import 'nodemailer'"],
  ['owner-of-pino', 'src/server/gateway/pino.ts', "import 'pino'"],
  ['owner-of-prom-client', 'src/server/gateway/prom-client.ts', "import 'prom-client'"],
  ['owner-of-ws', 'src/server/trpc/b.ts', "import 'ws'"],
  ['owner-of-msw', 'src/client/sync/msw.ts', "import 'msw'"],
  ['owner-of-trpc-server', 'src/server/gateway/n.ts', "import '@trpc/server'"],
  ['owner-of-trpc-client', 'src/client/hooks/b.ts', "import '@trpc/client'"],
  ['owner-of-tanstack-react-query', 'src/client/sync/e.ts', "import '@tanstack/react-query'"],
  ['owner-of-supabase-realtime-js', 'src/client/hooks/c.ts', "import '@supabase/realtime-js'"],
  ['owner-of-cmdk', 'src/client/components/f.tsx', "import 'cmdk'"],
  ['owner-of-dexie', 'src/client/sync/f.ts', "import 'dexie'"],
  ['owner-of-serwist', 'src/client/sync/serwist.ts', "import 'serwist'"],
  ['owner-of-zustand', 'src/client/sync/g.ts', "import 'zustand'"],
  ['owner-of-next', 'src/server/gateway/o.ts', "import 'next'"],
  ['owner-of-react', 'src/client/sync/h.ts', "import 'react'"],
  ['owner-of-react-dom', 'src/client/hooks/d.ts', "import 'react-dom'"],
  ['owner-of-lucide-react', 'src/client/hooks/e.ts', "import 'lucide-react'"],
  ['owner-of-fontsource-variable-inter', 'src/client/hooks/f.ts', "import '@fontsource-variable/inter'"],
  ['time-and-chance-come-through-ports', 'src/server/services/d.ts', 'export const now = () => Date.now()'],
  [
    'time-and-chance-come-through-ports',
    'src/client/sync/i.ts',
    'export const later = (f: () => void) => setTimeout(f, 1)',
  ],
  ['time-and-chance-come-through-ports', 'src/contract/b.ts', 'export const url = process.env.URL'],
]

/** A rule about what is not imported can only be broken by not being imported. */
const dead = 'src/client/components/forgotten.tsx'

describe('the import law', { timeout: 60_000 }, () => {
  let found: string[] = []

  beforeAll(() => {
    const files: Record<string, string> = { ...lawful, [dead]: 'export const Forgotten = 1' }
    const imports = offences.map(([, file, text, more]) => {
      Object.assign(files, { [file]: text }, more)
      return `import '@/${file.replace(/^src\//, '').replace(/\.tsx?$/, '')}'`
    })
    // A script may import everything, and makes everything reachable.
    files['scripts/all.ts'] = imports.join('\n')
    found = check(files).output.split('\n')
  }, 60_000)

  afterAll(() => {
    for (const tree of trees) rmSync(tree, { recursive: true })
  })

  it.each(offences)('%s is noticed in %s', (rule, file) => {
    expect(found.filter((violation) => violation.startsWith(`${rule}: ${file}`))).not.toEqual([])
  })

  it('a module that nothing reaches is noticed', () => {
    expect(found).toContain(`no-dead-modules: ${dead}`)
  })

  it('every rule is broken by one of these offences', () => {
    const rules = (law.forbidden ?? []).map((rule) => rule.name)
    const broken = new Set([...offences.map(([rule]) => rule), 'no-dead-modules'])
    expect(rules.filter((rule) => rule && !broken.has(rule))).toEqual([])
  })

  it('a tree that keeps the law passes', () => {
    const { output, status } = check(lawful)
    expect(output).toMatch(/^import law: \d+ modules, 0 violations$/m)
    expect(status).toBe(0)
  })

  it('one offence makes the check fail', () => {
    expect(check({ ...lawful, 'src/server/main.ts': "import './nowhere'" }).status).toBe(1)
  })

  it.each([
    ['there is nothing', {}],
    ['no import is understood', { 'src/alone.ts': 'export const alone = 1' }],
  ])('a check that saw no module fails: %s', (_, files) => {
    const { output, status } = check(files)
    expect(output).toContain('The check saw no module')
    expect(status).toBe(1)
  })
})

function check(files: Record<string, string>) {
  const program = join(project, 'scripts/check-imports.mjs')
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, plant(files)], {
    encoding: 'utf8',
  })
  return { output: stdout + stderr, status }
}

function plant(files: Record<string, string>): string {
  const tree = mkdtempSync(join(tmpdir(), 'import-law-'))
  trees.push(tree)
  for (const name of ['package.json', 'tsconfig.json']) cpSync(join(project, name), join(tree, name))
  symlinkSync(join(project, 'node_modules'), join(tree, 'node_modules'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    writeFileSync(join(tree, file), `${text}\n`)
  }
  return tree
}
