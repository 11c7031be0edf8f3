import { defineConfig, devices } from '@playwright/test'
import { chromiumOptions } from './scripts/chromium-options.mjs'

/**
 * Each file starts its own server, on a free port and with its own data, so there is none to start here.
 * `npm test` builds first and names the browser in PARLEY_CHROMIUM; without it Playwright uses its own.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  globalSetup: './e2e/fixtures/global-setup.ts',
  outputDir: '.build/playwright',
  // A promise, not a race: the machine may be busy with other work.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  retries: 0,
  // They wait more than they work: one more than the two cores that a machine has at least.
  workers: 3,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '.build/playwright.json' }]],
  use: { screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'chromium',
      use: {
        ...devices['Desktop Chrome'],
        launchOptions: chromiumOptions(),
      },
    },
  ],
})
