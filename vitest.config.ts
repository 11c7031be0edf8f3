import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { configDefaults, defineConfig } from 'vitest/config'
import { chromiumOptions } from './scripts/chromium-options.mjs'
import { findPostgrest } from './scripts/postgrest.mjs'

const postgrest = findPostgrest(fileURLToPath(new URL('.', import.meta.url)))
const alias = { '@': fileURLToPath(new URL('./src', import.meta.url)) }

/**
 * Three projects: `unit` needs nothing but Node; `pg` (files named `*.pg.test.ts`) gets one real PostgreSQL
 * for the whole run, and each file its own database cloned from a migrated template. Files named `*.rest.pg.test.ts` also
 * need PostgREST; where there is none, `npm test` says so loudly. `browser` (files named `*.browser.test.tsx`) runs in
 * Chromium, with the real layout and styles.
 */
export default defineConfig({
  test: {
    // They wait more than they work; left to itself, Vitest would take one on a machine of two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/*.pg.test.ts', '**/*.browser.test.tsx'],
          // The machine may be busy with other work.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'pg',
          include: ['{src,scripts}/**/*.pg.test.ts'],
          exclude: [...configDefaults.exclude, ...(postgrest ? [] : ['**/*.rest.pg.test.ts'])],
          env: postgrest ? { PARLEY_POSTGREST: postgrest } : {},
          globalSetup: ['src/testing/postgres-cluster.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        cacheDir: '.build/vite',
        // Next's own code asks for it.
        define: { 'process.env': '{}' },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.tsx'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 900, height: 700 },
            provider: playwright({ launchOptions: chromiumOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
