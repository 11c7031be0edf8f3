/** The built server, filled, and one of its people looking at it at a fixed time. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type APIRequestContext, type Browser, test as base, type Page, type Route } from '@playwright/test'
import { linesOf } from '../../scripts/seed/commands-of'
import { people } from '../../scripts/seed/people'
import { seedWorkspace } from '../../scripts/seed/seed-workspace'
import { stableId } from '../../scripts/seed/stable-id'
import { allStories } from '../../scripts/seed/stories'
import type { PersonKey } from '../../scripts/seed/story'
import { runServer } from '../fixtures/raw-server'

type SessionState = Awaited<ReturnType<APIRequestContext['storageState']>>

const password = 'owls-travel-at-night'
const now = new Date('2026-05-22T17:24:00Z')

export const devices = {
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const
export const themes = ['light', 'dark'] as const

export interface Look {
  device: keyof typeof devices
  theme: (typeof themes)[number]
}

interface Seeded {
  address: string
  /** Of one of its people: passwords can be tried only so often. */
  session: SessionState
}

export const test = base.extend<object, { seeded: Seeded }>({
  seeded: [
    async ({ playwright }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'parley-screenshots-'))
      const server = runServer({ PARLEY_DATA: folder, PARLEY_RATE_LIMITS: 'off' })
      const address = await server.address
      if (address === undefined) throw new Error((await server.ended).errors.join('\n'))
      await seedWorkspace({ address, password, now })
      const asking = await playwright.request.newContext()
      const { email } = people.mira
      await asking.post(`${address}/api/auth/sign-in/email`, { data: { email, password } })
      await use({ address, session: await asking.storageState() })
      await asking.dispose()
      server.process.kill('SIGINT')
      await server.ended
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
})

/** A fresh profile, at which nothing moves and the time stands. */
export async function openPage(
  browser: Browser,
  { device, theme }: Look,
  session?: SessionState,
): Promise<Page> {
  const context = await browser.newContext({
    ...devices[device],
    ...{ colorScheme: theme, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' },
    ...(session ? { storageState: session } : {}),
  })
  const page = await context.newPage()
  await page.clock.setFixedTime(now)
  await page.route('**/api/trpc/**', standStill)
  return page
}

const noIds = Object.fromEntries(Object.keys(people).map((key) => [key, ''])) as Record<PersonKey, string>
/** When each message was written. */
const written = new Map(
  allStories.flatMap((story) =>
    linesOf(story, '', noIds, now).map(({ command }) => [command.id, command.sentAt] as const),
  ),
)

/**
 * What one picture shows does not depend on when it is taken, nor on the ones before: the server stamps nothing with its
 * own time, and does not hear what was read.
 */
async function standStill(route: Route): Promise<void> {
  const request = route.request()
  const calls = new URL(request.url()).pathname.replace('/api/trpc/', '').split(',')
  if (calls.every((call) => /\.mark(Read|Received)$/.test(call))) {
    const inputs = Object.values(request.postDataJSON() as Record<string, { position: number }>)
    await route.fulfill({ json: inputs.map(({ position }) => ({ result: { data: { position } } })) })
    return
  }
  const answer = await route.fetch()
  const body = JSON.stringify(await answer.json(), function (this: { id?: string }, key, value) {
    return key === 'createdAt' ? (written.get(this.id ?? '') ?? value) : value
  })
  await route.fulfill({ response: answer, body })
}

/** Signed in, with the list of rooms in sight. */
export async function enter(browser: Browser, { address, session }: Seeded, look: Look): Promise<Page> {
  const page = await openPage(browser, look, session)
  await page.goto(address)
  await page.getByRole('link', { name: /Platform 1/ }).waitFor()
  return page
}

/** Whatever is still being asked for is not waited for. */
export async function leave(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.context().close()
}

export function roomAddress(address: string, key: string): string {
  return `${address}/rooms/${stableId('room', key)}`
}
