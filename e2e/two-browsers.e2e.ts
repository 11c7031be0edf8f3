// Two people, two browsers: what one types the other reads, in any script, and both are still themselves tomorrow.
import { expect } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { stopServer, test } from './fixtures/test'

test('UI-16 two browsers chat in a room they create, across a reload and a restart of the server', async ({
  browser,
  startServer,
}) => {
  let server = await startServer()
  const ada = await createPerson(browser, server.address, 'Ada Lovelace')
  await ada.createRoom('Tea & cake')
  // The list of rooms to join is read when a page opens, and then from time to time.
  const bob = await createPerson(browser, server.address, 'Bob 🐻')
  await bob.joinRoom('Tea & cake')

  const texts = [
    'Hello Bob',
    'مرحبا',
    'こんにちは',
    '👩‍👩‍👧‍👦 🇩🇪 1️⃣',
    'Zeile eins\nZeile zwei',
    '<b>not bold</b> & "quotes"',
  ]
  for (const text of texts) {
    await ada.say(text)
    await expect(bob.message(text)).toBeVisible()
    expect(await bob.message(text).textContent()).toBe(text)
    await expect(bob.message(text)).toHaveCSS('white-space', /^(pre-wrap|break-spaces)$/)
  }
  await bob.say('I read you')
  await expect(ada.message('I read you')).toBeVisible()
  await expect(ada.page.getByText('Bob 🐻').first()).toBeVisible()

  await bob.page.reload()
  for (const text of texts) await expect(bob.message(text)).toHaveCount(1)
  await expect(bob.page.getByLabel('Your name')).toHaveCount(0)

  expect(await stopServer(server)).toBe(0)
  server = await startServer(server.port)
  await bob.say('Still me')
  await expect(ada.message('Still me')).toBeVisible()
  await expect(ada.message('Still me')).toHaveCount(1)

  await ada.context.close()
  await bob.context.close()
})
