/** The import law: who may know whom. `scripts/check-imports.mjs` applies it. */

/** Tests, the fixtures and contract suites beside them, and `src/testing`; these may import what they need. */
const testing = '\\.test\\.tsx?$|-(fixture|contract)\\.tsx?$|^src/testing/'

/** What the system, the framework or a person starts; everything else must be reachable from here. */
const entries = '^src/(app/|(server|cluster)/main\\.ts$|worker/service-worker\\.ts$)|^scripts/'

/** The only files that choose adapters. */
const composition = '^src/(server/(main|container|start-database)|cluster/main)\\.ts$'

/** Each package lives in one place, so that replacing it touches one place. */
const owners = {
  pg: '^src/server/adapters/(postgres|embedded-postgres|better-auth)/',
  kysely: '^src/server/adapters/(postgres|better-auth)/',
  'better-auth': '^src/server/adapters/better-auth/',
  jose: '^src/server/adapters/(jose|better-auth)/',
  ioredis: '^src/server/adapters/redis/',
  uqr: '^src/client/components/',
  nodemailer: '^src/server/adapters/mail/',
  pino: '^src/server/adapters/pino/',
  'prom-client': '^src/server/adapters/prometheus/',
  ws: '^src/server/gateway/',
  msw: '^src/testing/',
  '@trpc/server': '^src/server/(trpc|http)/',
  '@trpc/client': '^src/(client/(sync/|boot\\.ts$)|worker/)',
  '@tanstack/react-query': '^src/client/hooks/',
  '@supabase/realtime-js': '^src/client/sync/',
  dexie: '^src/client/db/',
  serwist: '^src/worker/',
  zustand: '^src/client/stores/',
  next: '^src/app/|^src/server/http/|^src/client/(components|hooks)/',
  cmdk: '^src/client/components/switcher/',
  react: '^src/app/|^src/client/(components|hooks|stores|boot)',
  'react-dom': '^src/client/components/',
  'lucide-react': '^src/client/components/',
  '@fontsource-variable/inter': '^src/app/',
}

/** @param {string} name matches the package when installed, and its bare name when it is not */
const packagePath = (name) => `(^|node_modules/)${name}(/|$)`
const anyPackage = 'node_modules/'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'contract-imports-only-zod',
      comment: 'The contract is the language of both sides and runs everywhere.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: testing },
      to: { pathNot: `^src/contract/|${packagePath('zod')}` },
    },
    {
      name: 'ports-import-only-the-contract',
      severity: 'error',
      from: { path: '^src/server/ports/', pathNot: testing },
      to: { pathNot: '^src/(contract|server/ports)/' },
    },
    {
      name: 'services-import-only-contract-and-ports',
      comment: 'No adapter, no tRPC, no SQL, no clock but the port: a service runs in a test as it is.',
      severity: 'error',
      from: { path: '^src/server/services/', pathNot: testing },
      to: { pathNot: `^src/(contract|server/(ports|services))/|${packagePath('zod')}` },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/server/adapters/([^/]+)/', pathNot: testing },
      to: { path: '^src/server/adapters/', pathNot: '^src/server/adapters/$1/' },
    },
    {
      name: 'adapters-import-only-contract-and-ports',
      comment:
        'And what a request tells of its source, which the way in and the identity provider read alike.',
      severity: 'error',
      from: { path: '^src/server/adapters/', pathNot: testing },
      to: {
        path: '^src/',
        pathNot: '^src/(contract|server/(ports|adapters))/|^src/server/request-source\\.ts$',
      },
    },
    {
      name: 'only-the-composition-root-chooses-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/server/adapters/|${composition}|${testing}` },
      to: { path: '^src/server/adapters/' },
    },
    {
      name: 'only-main-and-routes-import-the-container',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/server/main\\.ts$|^src/app/api/|${testing}` },
      to: { path: '^src/server/(main|container)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'trpc-and-gateway-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/server/(trpc|gateway)/', pathNot: testing },
      to: { path: '^src/server/(trpc|gateway|http)/', pathNot: '^src/server/$1/' },
    },
    {
      name: 'browser-takes-nothing-from-the-server',
      severity: 'error',
      from: { path: '^src/(client|worker|app)/', pathNot: `^src/app/api/|${testing}` },
      to: { path: '^src/server/', pathNot: '^src/server/trpc/app-router\\.ts$' },
    },
    {
      name: 'browser-takes-only-the-type-of-the-router',
      severity: 'error',
      from: { path: '^src/(client|worker|app)/', pathNot: `^src/app/api/|${testing}` },
      to: { path: '^src/server/trpc/app-router\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-takes-nothing-from-the-browser',
      severity: 'error',
      from: { path: '^src/server/', pathNot: testing },
      to: { path: '^src/(client|worker|app)/' },
    },
    {
      name: 'cluster-knows-little-of-the-server',
      comment:
        'It runs the server as a program. What it shares is how a start is set up, and the database beneath.',
      severity: 'error',
      from: { path: '^src/cluster/', pathNot: testing },
      to: {
        path: '^src/',
        pathNot:
          '^src/(cluster|contract|server/(ports|adapters/(system|embedded-postgres)))/|^src/server/(env|start-database|http/own-host)\\.ts$',
      },
    },
    {
      name: 'nobody-knows-the-cluster',
      comment: 'A server is the same alone and among others.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/cluster/|${testing}` },
      to: { path: '^src/cluster/' },
    },
    {
      name: 'browser-has-no-modules-of-node',
      severity: 'error',
      from: { path: '^src/(client|worker|app)/', pathNot: `^src/app/api/|${testing}` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'hooks-do-not-know-components',
      severity: 'error',
      from: { path: '^src/client/hooks/', pathNot: testing },
      to: { path: '^src/client/components/' },
    },
    {
      name: 'components-do-not-touch-storage-or-network',
      severity: 'error',
      from: { path: '^src/client/components/', pathNot: testing },
      to: { path: `^src/client/db/|${packagePath('(dexie|@trpc|@supabase)')}` },
    },
    {
      name: 'state-does-not-know-the-view',
      comment: 'Sync, storage, session and stores work without React; the boot file joins them to it.',
      severity: 'error',
      from: { path: '^src/client/(sync|db|session|stores)/', pathNot: testing },
      to: { path: '^src/client/(hooks|components|boot)|^src/app/' },
    },
    {
      name: 'language-imports-only-the-contract',
      comment: 'The catalogues are read by everything that speaks to people.',
      severity: 'error',
      from: { path: '^src/client/language/', pathNot: testing },
      to: { pathNot: '^src/(contract|client/language)/' },
    },
    {
      name: 'sync-machine-imports-only-the-contract',
      severity: 'error',
      from: { path: '^src/client/sync/machine\\.ts$' },
      to: { pathNot: '^src/contract/' },
    },
    {
      name: 'app-imports-only-the-client',
      comment: 'A route takes its parameters and returns one component.',
      severity: 'error',
      from: { path: '^src/app/', pathNot: '^src/app/api/' },
      to: { path: '^src/(contract|testing)/' },
    },
    {
      name: 'production-does-not-import-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: testing },
      to: { path: testing, pathNot: anyPackage },
    },
    {
      name: 'production-does-not-import-development-packages',
      severity: 'error',
      from: { path: '^src/', pathNot: testing },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'packages-are-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      severity: 'error',
      from: { path: '(^|/)index\\.(ts|tsx|mjs)$', pathNot: anyPackage },
      to: {},
    },
    {
      name: 'no-dead-modules',
      comment: 'Every module is reachable from something that is started.',
      severity: 'error',
      from: { path: entries },
      to: { path: '^src/', pathNot: `${entries}|${testing}|\\.d\\.ts$`, reachable: false },
    },
    ...Object.entries(owners).map(([name, owner]) => ({
      name: `owner-of-${name.replace('@', '').replace('/', '-')}`,
      severity: /** @type {const} */ ('error'),
      from: { path: '^src/', pathNot: `${owner}|${testing}` },
      to: { path: packagePath(name) },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'style'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
