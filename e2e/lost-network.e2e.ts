// A network that goes away, with the socket cut too, costs latency and nothing else.
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { createGuest } from '../src/testing/guest'
import { createTcpProxy } from '../src/testing/tcp-proxy'
import { createPerson } from './fixtures/person'
import { test } from './fixtures/test'

test('FC-11 somebody whose network was cut gets the sends, edits and removals they missed, without a reload', async ({
  browser,
  server,
}) => {
  const network = await createTcpProxy(server.port)
  const ada = await createGuest(server.address)
  const roomId = randomUUID()
  await ada.call.profiles.rename.mutate({ name: 'Ada' })
  await ada.call.rooms.create.mutate({ id: roomId, name: 'Cut' })
  const send = async (content: string) => {
    const id = randomUUID()
    await ada.call.messages.send.mutate({ id, roomId, content, sentAt: new Date().toISOString() })
    return id
  }
  const toEdit = await send('to be edited')
  const toRemove = await send('to be removed')

  const bob = await createPerson(browser, network.address, 'Bob')
  await bob.joinRoom('Cut')
  await expect(bob.message('to be removed')).toBeVisible()
  await send('live')
  await expect(bob.message('live')).toBeVisible()
  await bob.page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''))

  await bob.context.setOffline(true)
  network.cut()
  await send('missed one')
  await send('missed two')
  await ada.call.messages.edit.mutate({
    id: randomUUID(),
    roomId,
    messageId: toEdit,
    content: 'edited meanwhile',
  })
  await ada.call.messages.remove.mutate({ id: randomUUID(), roomId, messageId: toRemove })
  await bob.say('written in a tunnel')
  await expect(bob.message('written in a tunnel')).toBeVisible()
  await expect(bob.page.getByRole('status', { name: 'Connection' })).toContainText(/waiting|reconnecting/i)
  await expect(bob.message('missed one')).toHaveCount(0)

  network.heal()
  await bob.context.setOffline(false)
  for (const text of ['edited meanwhile', 'live', 'missed one', 'missed two', 'written in a tunnel']) {
    await expect(bob.message(text)).toHaveCount(1)
  }
  await expect(bob.message('to be edited')).toHaveCount(0)
  await expect(bob.message('to be removed')).toHaveCount(0)
  await expect(bob.page.locator('body[data-not-reloaded]')).toHaveCount(1)
  await expect
    .poll(async () => (await ada.call.messages.history.query({ roomId })).changes.at(-1)?.content)
    .toBe('written in a tunnel')
  await send('live again')
  await expect(bob.message('live again')).toBeVisible()

  await bob.context.close()
  await network.close()
})
