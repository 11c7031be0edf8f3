import { defineConfig } from '@playwright/test'
import everyday from './playwright.config'

// The story and the page both count days by this machine's calendar.
process.env.TZ = 'UTC'

/** `npm run screenshots` writes docs/images. It proves nothing, so `npm test` leaves it out. */
export default defineConfig({
  ...everyday,
  testDir: 'e2e/screenshots',
  testMatch: '**/*.shot.ts',
  outputDir: '.build/screenshots',
  reporter: 'list',
  // One server, filled once, for all pictures.
  workers: 1,
})
