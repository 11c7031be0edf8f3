// What a browser lets a page of Parley do: everything the application needs, and nothing that somebody slipped in.
import { expect, type Page } from '@playwright/test'
import { createTcpProxy } from '../src/testing/tcp-proxy'
import { createPerson, installs } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

/** What the policy refused, and what the console said of it; for all pages of the context. */
async function listen(page: Page): Promise<string[]> {
  const said: string[] = []
  page.context().on('console', (message) => {
    if (/Content.Security.Policy|violates/i.test(message.text())) said.push(message.text())
  })
  await page.context().exposeFunction('tellViolation', (text: string) => void said.push(text))
  await page.context().addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const { tellViolation } = window as unknown as { tellViolation: (text: string) => void }
      tellViolation(`${effectiveDirective} ${blockedURI} ${sample}`)
    })
  })
  return said
}

test('SV-31 the application works, live and offline, without one violation of its policy', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Guarded')
  await send('hello')
  const network = await createTcpProxy(server.port)
  let said: string[] = []
  const ada = await createPerson(browser, network.address, 'Ada', {
    options: installs,
    prepare: async (page) => {
      said = await listen(page)
    },
  })
  await ada.joinRoom('Guarded')
  await expect(ada.message('hello')).toBeVisible()
  await ada.say('written live')
  await send('come live')
  await expect(ada.message('come live')).toBeVisible()
  await ada.page.reload()
  await expect(ada.message('come live')).toBeVisible()
  await ada.page.goto(`${network.address}/nothing/here`)
  await expect(ada.page.getByRole('heading')).toBeVisible()
  await ada.page.goto(`${network.address}/rooms`)
  await ada.page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller) return
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  })

  await ada.context.setOffline(true)
  network.cut()
  const shell = await ada.page.reload()
  expect(shell?.fromServiceWorker()).toBe(true)
  expect(shell?.headers()['content-security-policy']).toMatch(/script-src 'self' 'sha256-/)
  await ada.page.getByRole('link', { name: 'Guarded' }).click()
  await expect(ada.message('come live')).toBeVisible()
  await ada.say('written offline')
  await ada.context.setOffline(false)
  network.heal()
  expect(said).toEqual([])
  await ada.context.close()
  await network.close()
})

test('SV-31 an inline script that somebody slipped into the page does not run, nor a handler, nor an evaluated text', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const said = await listen(page)
  await page.goto(`${server.address}/rooms`)
  await expect(page.getByLabel('Your name')).toBeVisible()
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.slippedIn = true'
    document.body.append(script)
    const picture = document.createElement('img')
    picture.setAttribute('onerror', 'window.slippedIn = true')
    picture.src = 'data:image/png;base64,nonsense'
    document.body.append(picture)
    setTimeout('window.slippedIn = true')
    return 'slippedIn' in window
  })
  expect(ran).toBe(false)
  await expect.poll(() => said.filter((text) => text.startsWith('script-src')).length).toBe(3)
  expect(await page.evaluate(() => 'slippedIn' in window)).toBe(false)
  await context.close()
})

test('SV-30 every answer carries the headers: pages, files, the API, and what is not there', async ({
  server,
}) => {
  const paths = ['/', '/rooms', '/nothing', '/service-worker.js', '/manifest.webmanifest', '/icon.svg']
  const others = ['/api/health', '/api/auth/token', '/api/trpc/rooms.list', '/metrics', '/_next/static/x']
  for (const path of [...paths, ...others]) {
    const { headers } = await fetch(`${server.address}${path}`)
    const policy = headers.get('content-security-policy')
    expect(policy, path).toMatch(/script-src 'self' 'sha256-[^;]+;.*frame-ancestors 'none'/)
    expect(policy, path).not.toContain('unsafe')
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('strict-transport-security'), path).toBeNull()
  }
})
