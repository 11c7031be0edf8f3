/** Somebody with a Chromium of their own, whose storage lies on a real disk, as the benches need it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '@/server/trpc/app-router'
import playwright from '../playwright.config'

export interface Reader {
  userId: string
  context: BrowserContext
  token(): Promise<string>
  call: ReturnType<typeof createTRPCClient<AppRouter>>
  /** A page of the same origin without the application. */
  blank(): Promise<Page>
  close(): Promise<void>
}

/** Chooses a name and waits for the list of rooms. */
export async function createReader(address: string): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-browser-'))
  const launch = playwright.projects?.[0]?.use?.launchOptions ?? {}
  const context = await chromium.launchPersistentContext(folder, {
    ...launch,
    bypassCSP: true,
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 720 },
  })
  // What runs these files names functions with this helper.
  await context.addInitScript('globalThis.__name = (named) => named')
  const page = await context.newPage()
  await page.goto(address)
  await page.getByLabel('Your name').fill('Reader')
  await page.getByRole('button', { name: 'Start chatting' }).click()
  await page.getByRole('button', { name: 'New room' }).waitFor()
  // Its database is what benches write into.
  await page.waitForFunction(async () => (await indexedDB.databases()).some(({ version }) => version))
  await page.close()

  /** Good for five minutes. */
  async function token(): Promise<string> {
    const answer = await context.request.get(`${address}/api/auth/token`)
    const { token } = (await answer.json()) as { token: string }
    return token
  }
  const [, claims = ''] = (await token()).split('.')
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string }
  return {
    ...{ userId: sub, context, token },
    call: createTRPCClient<AppRouter>({
      links: [
        httpLink({
          url: `${address}/api/trpc`,
          headers: async () => ({ authorization: `Bearer ${await token()}` }),
        }),
      ],
    }),
    async blank() {
      const page = await context.newPage()
      await page.goto(`${address}/manifest.webmanifest`)
      return page
    },
    async close() {
      await context.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
