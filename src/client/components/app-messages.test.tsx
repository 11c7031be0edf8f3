// @vitest-environment jsdom
/** Every state of a message, as the real page shows it: the server behind it is real, and so are engine and storage. */
import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { messages, newId, openApp, row, say, write } from './app-fixture'

type Row = Awaited<ReturnType<typeof row>>

const marked = (message: Row, mark: string) => message.findByRole('img', { name: mark })

/** Opens a message's actions and takes one of them. */
async function choose(user: UserEvent, text: string, action: string) {
  await user.click((await row(text)).getByRole('button', { name: 'Message actions' }))
  await user.click(screen.getByRole('button', { name: action }))
}

/** Writes another text over a message. */
async function rewrite(user: UserEvent, text: string, next: string) {
  await choose(user, text, 'Edit')
  const field = await screen.findByRole('textbox', { name: 'Edit message' })
  await user.clear(field)
  await user.type(field, `${next}{Enter}`)
}

it('UI-02 PT-12 a message of one’s own waits, is sent, delivered and read, each by a mark of its own', async () => {
  const { ana, roomId, faults, user, reload, settle } = await openApp()
  const gate = faults.hold('commands.submit')
  await write(user, 'Hello')
  await marked(await row('Hello'), 'Sending')
  gate.open()
  await marked(await row('Hello'), 'Sent')
  const { log, head } = await ana.call.rooms.rejoin({ roomId, limit: 10 })
  await ana.call.messages.markReceived({ roomId, log, position: head })
  await settle()
  // A page that is opened asks at once how far the others are.
  await reload()
  await marked(await row('Hello'), 'Delivered')
  await ana.call.messages.markRead({ roomId, log, position: head })
  await reload()
  await marked(await row('Hello'), 'Read')
})

it('UI-02 OB-22 a message whose acknowledgement is lost shows no failure, and is there once', async () => {
  const { ana, roomId, faults, user } = await openApp()
  faults.loseAnswer('commands.submit')
  await write(user, 'Hello')
  await marked(await row('Hello'), 'Sent')
  const { changes } = await ana.call.rooms.rejoin({ roomId, limit: 10 })
  expect(changes.filter(({ content }) => content === 'Hello')).toHaveLength(1)
  expect(await (await messages()).findAllByText('Hello')).toHaveLength(1)
})

it('UI-01 LV-01 what somebody else writes and edits shows at once, under their name and without a mark', async () => {
  const { ana, roomId } = await openApp()
  const messageId = await say(ana, roomId, 'Good mornin')
  await row('Good mornin')
  const edit = { kind: 'edit' as const, id: newId(), as: ana.userId, roomId, messageId, version: 1 }
  await ana.call.commands.submit({ commands: [{ ...edit, content: 'Good morning' }] })
  const message = await row('Good morning')
  expect(message.getByText('Ana')).toBeTruthy()
  expect(message.getByText('edited')).toBeTruthy()
  expect(message.queryByRole('img', { name: 'Sent' })).toBeNull()
})

it('UI-01 an edit of one’s own shows at once, under a clock until the server has it', async () => {
  const { faults, user } = await openApp()
  await write(user, 'Helo')
  await marked(await row('Helo'), 'Sent')
  const gate = faults.hold('commands.submit')
  await rewrite(user, 'Helo', 'Hello')
  const message = await row('Hello')
  await marked(message, 'Waiting to be sent')
  expect(message.getByText('edited')).toBeTruthy()
  gate.open()
  await marked(await row('Hello'), 'Sent')
  expect((await row('Hello')).getByText('edited')).toBeTruthy()
})

it('UI-03 UI-20 a refused message says why and stays, after a reload too; it is retried, rewritten or discarded in place', async () => {
  const { ana, roomId, faults, user, reload } = await openApp()
  const refuse = () => faults.refuseCommand('send', 'FORBIDDEN')
  refuse()
  await write(user, 'One')
  await (await row('One')).findByText('You may not do that.')
  await marked(await row('One'), 'Not sent')
  await reload()
  await (await row('One')).findByText('You may not do that.')

  refuse()
  const gate = faults.hold('commands.submit')
  await user.click((await row('One')).getByRole('button', { name: 'Retry' }))
  await marked(await row('One'), 'Sending')
  gate.open()
  await (await row('One')).findByText('You may not do that.')
  await user.click((await row('One')).getByRole('button', { name: 'Edit' }))
  const field = await screen.findByRole('textbox', { name: 'Edit message' })
  await user.clear(field)
  await user.type(field, 'Two{Enter}')
  await marked(await row('Two'), 'Sent')
  expect((await messages()).queryByText('One')).toBeNull()

  refuse()
  await write(user, 'Three')
  await user.click(await (await row('Three')).findByRole('button', { name: 'Discard' }))
  const list = await messages()
  await waitFor(() => expect(list.queryByText('Three')).toBeNull())
  const { changes } = await ana.call.rooms.rejoin({ roomId, limit: 10 })
  expect(changes.flatMap(({ content }) => content || [])).toEqual(['Two'])
})

it('UI-19 an edit that came too late is refused at its message, which stays as it is, and can be made again', async () => {
  const { mara, roomId, faults, user } = await openApp()
  await write(user, 'Helo')
  await marked(await row('Helo'), 'Sent')
  const { changes } = await mara.call.rooms.rejoin({ roomId, limit: 10 })
  const messageId = changes.find(({ content }) => content === 'Helo')?.id ?? ''
  const gate = faults.hold('commands.submit')
  await rewrite(user, 'Helo', 'Mine')
  await row('Mine')
  const edit = { kind: 'edit' as const, id: newId(), as: mara.userId, roomId, messageId, version: 1 }
  await mara.call.commands.submit({ commands: [{ ...edit, content: 'From my phone' }] })
  gate.open()
  const message = await row('From my phone')
  const notice = await message.findByRole('group', { name: 'Your edit was not saved.' })
  expect(within(notice).getByText('Mine')).toBeTruthy()
  await user.click(within(notice).getByRole('button', { name: 'Retry' }))
  await marked(await row('Mine'), 'Sent')
  const list = await messages()
  await waitFor(() => expect(list.queryByRole('group', { name: 'Your edit was not saved.' })).toBeNull())
})

it('UI-04 UI-05 a removal of one’s own can be undone for a moment; one of somebody else leaves a line', async () => {
  const { ana, roomId, user } = await openApp()
  await write(user, 'Hello')
  await marked(await row('Hello'), 'Sent')
  await choose(user, 'Hello', 'Remove')
  await user.click(await (await row('You removed this message')).findByRole('button', { name: 'Undo' }))
  await marked(await row('Hello'), 'Sent')

  const messageId = await say(ana, roomId, 'Oops')
  await row('Oops')
  await ana.call.commands.submit({
    commands: [{ kind: 'remove', id: newId(), as: ana.userId, roomId, messageId }],
  })
  const removed = await row('This message was removed')
  expect(removed.queryByRole('button')).toBeNull()
  expect((await messages()).queryByText('Oops')).toBeNull()
})

it('RM-11 UI-08 UI-54 who came and left is one line each, below the day; what is new stands under a line', async () => {
  const { roomId, person } = await openApp(({ ana, roomId }) => say(ana, roomId, 'While you were away'))
  await row('While you were away')
  const omar = await person('Omar')
  await omar.call.rooms.join({ roomId })
  await row('Omar joined')
  await omar.call.rooms.leave({ roomId })
  await row('Omar left')
  const lines = (await messages()).getAllByRole('listitem').map(({ textContent }) => textContent)
  expect(lines).toEqual([
    'Today',
    'Mara joined',
    'New',
    expect.stringContaining('While you were away'),
    'Omar joined',
    'Omar left',
  ])
})
