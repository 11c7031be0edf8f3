// @vitest-environment jsdom
/** Every state of the connection, as the real page shows it, and what it leaves behind. */
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { limits } from '@/contract/limits'
import { messages, newId, openApp, row, say, write } from './app-fixture'

async function banner(text: string | RegExp) {
  await within(await screen.findByRole('status', { name: 'Connection' })).findByText(text)
}

async function noBanner() {
  const place = await screen.findByRole('status', { name: 'Connection' })
  await waitFor(() => expect(place.textContent).toBe(''))
}

it('UI-13 the banner says that the first connection is being made, and then nothing', async () => {
  let letGo = () => {}
  await openApp(async ({ faults, ana, roomId }) => {
    await say(ana, roomId, 'Hello')
    letGo = faults.hold('messages.history').open
  })
  await banner('Connecting…')
  expect(await screen.findByRole('status', { name: 'Loading messages' })).toBeTruthy()
  letGo()
  await row('Hello')
  await noBanner()
})

it('UI-13 offline it says how many messages wait; with the network they go out, in their order', async () => {
  const { ana, roomId, setNetwork, user } = await openApp()
  await noBanner()
  setNetwork('off')
  await banner('You are offline.')
  await write(user, 'One')
  await banner('You are offline. 1 message waiting')
  await write(user, 'Two')
  await banner('You are offline. 2 messages waiting')
  expect(await (await row('Two')).findByRole('img', { name: 'Waiting to be sent' })).toBeTruthy()
  setNetwork('on')
  await noBanner()
  await (await row('Two')).findByRole('img', { name: 'Sent' })
  const { changes } = await ana.call.rooms.rejoin({ roomId, limit: 10 })
  expect(changes.flatMap(({ content }) => content || [])).toEqual(['One', 'Two'])
})

it('UI-13 SY-31 where the server cannot be reached, what is kept is there, and what is written waits', async () => {
  const { ana, roomId, offline, online, reload, user } = await openApp(({ ana, roomId }) =>
    say(ana, roomId, 'Hello'),
  )
  await row('Hello')
  await noBanner()
  offline()
  await say(ana, roomId, 'Meanwhile')
  await reload()
  await row('Hello')
  await banner('Reconnecting…')
  await write(user, 'Here')
  await banner('Reconnecting… 1 message waiting')
  online()
  window.dispatchEvent(new Event('focus'))
  await row('Meanwhile')
  await (await row('Here')).findByRole('img', { name: 'Sent' })
  await noBanner()
})

it('UI-18 SY-51 messages that are known to be missing are one quiet line until they have come', async () => {
  const { ana, roomId, faults, offline, online } = await openApp(({ ana, roomId }) =>
    say(ana, roomId, 'Hello'),
  )
  await row('Hello')
  await noBanner()
  offline('sockets')
  await banner('Reconnecting…')
  const gate = faults.hold('rooms.rejoin')
  await gate.held()
  await say(ana, roomId, 'Missed')
  // Looked at again, the page asks how far its rooms have come.
  window.dispatchEvent(new Event('focus'))
  await row('Newer messages have not arrived yet.')
  online()
  gate.open()
  await row('Missed')
  window.dispatchEvent(new Event('focus'))
  await noBanner()
  expect((await messages()).queryByText('Newer messages have not arrived yet.')).toBeNull()
})

it('UI-13 SY-37 a long catch-up says how far it is', async () => {
  const { ana, roomId, faults, setNetwork } = await openApp(({ ana, roomId }) => say(ana, roomId, 'Hello'))
  await row('Hello')
  await noBanner()
  setNetwork('off')
  const missed = limits.rejoinPage + 1
  const all = Array.from({ length: missed }, (_, index) => ({
    ...{ kind: 'send' as const, id: newId(), as: ana.userId, roomId },
    ...{ content: `Missed ${index + 1}`, sentAt: new Date().toISOString() },
  }))
  for (let at = 0; at < missed; at += limits.commandsPerBatch)
    await ana.call.commands.submit({ commands: all.slice(at, at + limits.commandsPerBatch) })
  const gate = faults.hold('rooms.rejoin')
  setNetwork('on')
  gate.next()
  await banner(`Catching up: ${limits.rejoinPage} of ${missed}`)
  gate.open()
  await row(`Missed ${missed}`)
  await noBanner()
})

it('UI-13 UI-43 whoever was signed out elsewhere hears so; what is here stays, and what is written waits', async () => {
  const { ana, roomId, identity, user } = await openApp(({ ana, roomId }) => say(ana, roomId, 'Hello'))
  await row('Hello')
  await noBanner()
  identity.endSession()
  await write(user, 'Still here')
  await banner('You are signed out.')
  expect(screen.getByRole('button', { name: 'Sign in again' })).toBeTruthy()
  await row('Hello')
  expect(await (await row('Still here')).findByRole('img', { name: 'Waiting to be sent' })).toBeTruthy()
  const { changes } = await ana.call.rooms.rejoin({ roomId, limit: 10 })
  expect(changes.flatMap(({ content }) => content || [])).toEqual(['Hello'])
})
