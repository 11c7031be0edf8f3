// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QuotableItem } from '@/client/sync/quoted'
import type { FailedItem, MessageItem, RefusedChange, WrittenItem } from '@/client/sync/view'
import { ChatMessage } from './chat-message'
import type { MessageActions, MessageWays } from './message-actions'

const me = 'me'
const names = new Map([
  ['ana', 'Ana'],
  ['me', 'Mara'],
])
const nameOf = (userId: string) => names.get(userId) ?? 'Someone'
const actions = {
  edit: vi.fn<MessageActions['edit']>(),
  remove: vi.fn<MessageActions['remove']>(),
  react: vi.fn<MessageActions['react']>(),
  retry: vi.fn<MessageActions['retry']>(),
  discard: vi.fn<MessageActions['discard']>(),
}
const full = new Error('disk full')
const sentAt = '2026-03-01T12:00:00.000Z'

beforeEach(() => {
  for (const action of Object.values(actions)) action.mockReset().mockResolvedValue(true)
})
afterEach(cleanup)

function message(over: Partial<MessageItem> = {}): MessageItem {
  return {
    kind: 'message',
    id: 'm1',
    senderId: me,
    sentAt,
    seq: 1,
    content: 'Hello',
    version: 1,
    edited: false,
    pendingEdit: false,
    replyTo: null,
    reactions: [],
    ...over,
  }
}

function list(
  item: WrittenItem,
  ways: Partial<MessageWays> & { quoted?: QuotableItem | undefined } = {},
  first = true,
) {
  const { quoted, ...rest } = ways
  return (
    <ul>
      <ChatMessage {...{ item, first, quoted, me, nameOf }} actions={{ ...actions, ...rest }} />
    </ul>
  )
}

function show(item: WrittenItem, first = true) {
  return render(list(item, {}, first))
}

const failed: FailedItem = {
  ...{ kind: 'failed', id: 'f1', senderId: me, sentAt, content: 'Refused' },
  ...{ code: 'FORBIDDEN' },
}

/** Opens a message's actions and takes these, one after the other. */
async function choose(...names: string[]) {
  for (const name of ['Message actions', ...names]) {
    await userEvent.click(screen.getByRole('button', { name }))
  }
}

it('UI-05 one’s own message is edited in place; Enter saves', async () => {
  show(message())
  await userEvent.click(screen.getByRole('button', { name: 'Message actions' }))
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
  const field = screen.getByRole('textbox', { name: 'Edit message' })
  expect(document.activeElement).toBe(field)
  await userEvent.type(field, ' again{Enter}')
  expect(actions.edit.mock.calls).toEqual([['m1', 'Hello again']])
  await vi.waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
})

it.each([
  ['the browser cannot keep', () => actions.edit.mockRejectedValue(full), /could not keep the text/],
  ['there is no room for', () => actions.edit.mockResolvedValue(false), /Too many changes/],
])('UI-05 an edit that %s stays in its field, with the reason', async (_, refuse, reason) => {
  refuse()
  show(message())
  await userEvent.click(screen.getByRole('button', { name: 'Message actions' }))
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
  const field = screen.getByRole('textbox', { name: 'Edit message' }) as HTMLTextAreaElement
  await userEvent.type(field, ' again{Enter}')
  const { textContent } = await screen.findByRole('alert')
  expect(textContent).toMatch(reason)
  expect(textContent).toMatch(/still here/)
  expect(field.value).toBe('Hello again')
})

it('UI-05 Escape leaves a message as it was, and saving the same text sends no edit', async () => {
  show(message())
  for (const key of ['x{Escape}', '{Enter}']) {
    await userEvent.click(screen.getByRole('button', { name: 'Message actions' }))
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), key)
    await vi.waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
  }
  expect(actions.edit).not.toHaveBeenCalled()
})

it('UI-58 a message that waits can be changed, or not be sent at all', async () => {
  const pending: WrittenItem = {
    kind: 'pending',
    id: 'p1',
    senderId: me,
    sentAt,
    content: 'Later',
    state: 'waiting',
  }
  show(pending)
  await choose('Edit')
  await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), ', or now{Enter}')
  expect(actions.edit.mock.calls).toEqual([['p1', 'Later, or now']])
  await choose('Do not send')
  expect(actions.discard.mock.calls).toEqual([['p1']])
})

it('UI-05 a removal needs no second question: it can be undone, by the one button that then has the focus', async () => {
  const { rerender } = show(message())
  await choose('Remove')
  expect(actions.remove.mock.calls).toEqual([['m1']])
  const removed: WrittenItem = { kind: 'removed', id: 'm1', senderId: me, sentAt, seq: 1, undo: 'r1' }
  rerender(list(removed))
  const undo = screen.getByRole('button', { name: 'Undo' })
  expect(document.activeElement).toBe(undo)
  expect(screen.getByRole('status').textContent).toBe('You removed this message')
  await userEvent.click(undo)
  expect(actions.discard.mock.calls).toEqual([['r1']])
  const { undo: _, ...gone } = removed
  rerender(list(gone))
  expect(screen.queryByRole('button')).toBeNull()
})

it('UI-53 an answer shows who wrote what it answers and how that begins, and leads there', async () => {
  const quoted: WrittenItem = message({ id: 'm0', senderId: 'ana', content: 'Shall we\nmeet?' })
  const goTo = vi.fn()
  const item = message({ replyTo: 'm0' })
  const { rerender } = render(list(item, { quoted, goTo }))
  await userEvent.click(screen.getByRole('button', { name: 'In answer to Ana Shall we meet?' }))
  expect(goTo.mock.calls).toEqual([['m0']])
  rerender(list(item, { quoted: { kind: 'removed', id: 'm0', senderId: 'ana', sentAt, seq: 1 }, goTo }))
  expect(screen.getByText('Removed message')).toBeTruthy()
  rerender(list(item, { quoted: undefined, goTo }))
  expect(screen.getByText('An earlier message')).toBeTruthy()
})

it('UI-53 what cannot be done with a message is not offered', async () => {
  const [reply, markUnread] = [vi.fn(), vi.fn()]
  const { unmount } = render(
    list(message({ senderId: 'ana' }), { reply, markUnread, linkTo: () => 'https://x.test/1' }),
  )
  await choose('Mark unread from here')
  expect(markUnread.mock.calls).toEqual([[1]])
  const [quick] = screen.getAllByRole('button', { name: 'Reply' })
  if (quick) await userEvent.click(quick)
  expect(reply.mock.calls).toEqual([['m1']])
  unmount()
  show(message())
  await choose()
  for (const name of ['Reply', 'Copy link', 'Mark unread from here']) {
    expect(screen.queryByRole('button', { name })).toBeNull()
  }
})

it('UI-53 a copied link says so, and a clipboard that refuses is told of', async () => {
  const user = userEvent.setup()
  render(list(message(), { linkTo: ({ seq }) => `https://x.test/rooms/r/${seq}` }))
  const copy = async () => {
    await user.click(screen.getByRole('button', { name: 'Message actions' }))
    await user.click(screen.getByRole('button', { name: 'Copy link' }))
  }
  await copy()
  expect(await screen.findByText('Link copied.')).toBeTruthy()
  expect(await navigator.clipboard.readText()).toBe('https://x.test/rooms/r/1')
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('not allowed'))
  await copy()
  expect(await screen.findByText('This browser did not let Parley copy that.')).toBeTruthy()
})

it('UI-05 messages of others can be reacted to and copied, not edited or removed', async () => {
  show(message({ senderId: 'ana' }))
  await userEvent.click(screen.getByRole('button', { name: 'Message actions' }))
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Copy text' })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'React with 👍' }))
  expect(actions.react.mock.calls).toEqual([['m1', '👍', true]])
})

it('UI-05 Escape closes the actions and gives the focus back', async () => {
  show(message())
  const button = screen.getByRole('button', { name: 'Message actions' })
  await userEvent.click(button)
  expect(button.getAttribute('aria-expanded')).toBe('true')
  await userEvent.keyboard('{Escape}')
  expect(button.getAttribute('aria-expanded')).toBe('false')
  expect(document.activeElement).toBe(button)
})

it('UI-06 a reaction shows its count, who gave it, and whether one is among them; a click adds or takes back', async () => {
  show(
    message({
      reactions: [
        { emoji: '👍', userIds: ['ana', me] },
        { emoji: '🎉', userIds: ['ana'] },
      ],
    }),
  )
  const thumb = screen.getByRole('button', { name: '👍 2' })
  const party = screen.getByRole('button', { name: '🎉 1' })
  expect(thumb.getAttribute('aria-pressed')).toBe('true')
  expect(party.getAttribute('aria-pressed')).toBe('false')
  expect(thumb.title).toBe('Ana, Mara')
  await userEvent.click(thumb)
  await userEvent.click(party)
  expect(actions.react.mock.calls).toEqual([
    ['m1', '👍', false],
    ['m1', '🎉', true],
  ])
})

it('UI-12 markup in a message is text, links open apart and tell the other page nothing', () => {
  const { container } = show(message({ content: '<b>bold</b> https://example.org\nnext line' }))
  expect(container.querySelector('b')).toBeNull()
  const link = screen.getByRole('link')
  expect(link.getAttribute('href')).toBe('https://example.org/')
  expect(link.getAttribute('rel')).toBe('noopener noreferrer')
  const text = container.querySelector('[dir=auto].whitespace-pre-wrap')
  expect(text?.textContent).toBe('<b>bold</b> https://example.org\nnext line')
})

it.each([
  ['reaction', ['React with 👍'], actions.react],
  ['removal', ['Remove'], actions.remove],
])(
  'UI-17 a %s that the browser cannot keep says so at the message, until the next is kept',
  async (what, names, action) => {
    action.mockRejectedValueOnce(full).mockResolvedValueOnce(false)
    show(message())
    await choose(...names)
    const notice = await screen.findByRole('alert')
    expect(notice.textContent).toMatch(new RegExp(`could not keep .*${what}. Nothing was changed: try again`))
    await choose(...names)
    const again = await screen.findByText(
      'Too many changes are waiting. Nothing was changed: try again later.',
    )
    // Another element, so that it is read out.
    expect(again).toBe(screen.getByRole('alert'))
    expect(again).not.toBe(notice)
    await choose(...names)
    await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  },
)

it('UI-17 what was said about a change that was not kept can be dismissed, and an edit takes its place', async () => {
  actions.react.mockRejectedValue(full)
  show(message({ reactions: [{ emoji: '🎉', userIds: ['ana'] }] }))
  await userEvent.click(screen.getByRole('button', { name: '🎉 1' }))
  await screen.findByRole('alert')
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByRole('alert')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: '🎉 1' }))
  await screen.findByRole('alert')
  await choose('Edit')
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(screen.queryByRole('alert')).toBeNull()
})

it.each([
  ['Retry', actions.retry],
  ['Discard', actions.discard],
])('UI-17 %s that the browser cannot keep says so, and the refused message stays', async (name, action) => {
  action.mockRejectedValueOnce(full)
  show(failed)
  await userEvent.click(screen.getByRole('button', { name }))
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /could not keep your choice. Nothing was changed/,
  )
  expect(screen.getByText('Refused')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name }))
  await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

it('UI-17 the notice about a refused message does not outlive its refusal', async () => {
  actions.retry.mockRejectedValue(full)
  const { rerender } = show(failed)
  const row = (item: WrittenItem) => (
    <ul>
      <ChatMessage item={item} first me={me} nameOf={nameOf} actions={actions} />
    </ul>
  )
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await screen.findByRole('alert')
  rerender(row({ kind: 'pending', id: 'f1', senderId: me, sentAt, content: 'Refused', state: 'sending' }))
  rerender(row(failed))
  expect(screen.queryByRole('alert')).toBeNull()
})

const refusal = { code: 'FORBIDDEN' } as const
const refusedEdit: RefusedChange = { ...refusal, id: 'c1', what: 'edit', content: 'Hello, refused' }
const refusedRemoval: RefusedChange = { ...refusal, id: 'c2', what: 'removal' }
const refusedReaction: RefusedChange = { ...refusal, id: 'c3', what: 'reaction', emoji: '🎉', present: true }

describe('UI-19 a refused change', () => {
  it.each([
    ['an edit', refusedEdit, 'Your edit was not saved.'],
    ['a removal', refusedRemoval, 'This message was not removed.'],
    ['a reaction', refusedReaction, 'Your reaction 🎉 was not added.'],
    ['a reaction taken back', { ...refusedReaction, present: false }, 'Your reaction 🎉 was not taken back.'],
  ])(
    '%s says at its message what was refused and why, and can be retried or discarded',
    async (_, refused, what) => {
      show(message({ refused: [refused] }))
      expect(screen.getByText('Hello')).toBeTruthy()
      const notice = within(screen.getByRole('group', { name: what }))
      expect(notice.getByText(`${what} You may not do that.`)).toBeTruthy()
      await userEvent.click(notice.getByRole('button', { name: 'Retry' }))
      expect(actions.retry.mock.calls).toEqual([[refused.id]])
      await userEvent.click(notice.getByRole('button', { name: 'Discard' }))
      expect(actions.discard.mock.calls).toEqual([[refused.id]])
      const offersText = refused.what === 'edit'
      expect(notice.queryByRole('button', { name: 'Edit' }) !== null).toBe(offersText)
      expect(notice.queryByRole('button', { name: 'Copy' }) !== null).toBe(offersText)
    },
  )

  it('keeps the text of an edit, which can be copied, and rewritten in place', async () => {
    const user = userEvent.setup()
    show(message({ refused: [refusedEdit] }))
    expect(screen.getByText('Hello, refused')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(await navigator.clipboard.readText()).toBe('Hello, refused')
    await user.click(screen.getByRole('button', { name: 'Edit' }))
    const field = screen.getByRole('textbox', { name: 'Edit message' }) as HTMLTextAreaElement
    expect(field.value).toBe('Hello, refused')
    expect(screen.getByText('Hello')).toBeTruthy()
    await user.type(field, ' no more{Enter}')
    expect(actions.edit.mock.calls).toEqual([['m1', 'Hello, refused no more']])
    await vi.waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
    expect(actions.discard.mock.calls).toEqual([['c1']])
  })

  it('is given up only when the new text is taken', async () => {
    actions.edit.mockResolvedValue(false)
    show(message({ refused: [refusedEdit] }))
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), ' no more{Enter}')
    expect((await screen.findByRole('alert')).textContent).toMatch(/still here/)
    expect(actions.discard).not.toHaveBeenCalled()
  })

  it('saved again as it is, is still a new edit; Escape leaves it refused', async () => {
    show(message({ refused: [refusedEdit] }))
    for (const key of ['x{Escape}', '{Enter}']) {
      await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
      await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), key)
      await vi.waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
      expect(screen.getByText('Hello, refused')).toBeTruthy()
    }
    expect(actions.edit.mock.calls).toEqual([['m1', 'Hello, refused']])
  })

  it('that came too late is retried on the message as it is now: the same command would be refused for ever', async () => {
    show(message({ refused: [{ ...refusedEdit, code: 'STALE_EDIT' }] }))
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
    expect(actions.retry).not.toHaveBeenCalled()
    expect(actions.edit.mock.calls).toEqual([['m1', 'Hello, refused']])
    await vi.waitFor(() => expect(actions.discard.mock.calls).toEqual([['c1']]))
  })

  it('hides no other: each is acted on by itself', async () => {
    show(message({ refused: [refusedEdit, refusedReaction] }))
    const [edit, reaction] = screen.getAllByRole('button', { name: 'Discard' })
    await userEvent.click(reaction as HTMLElement)
    await userEvent.click(edit as HTMLElement)
    expect(actions.discard.mock.calls).toEqual([['c3'], ['c1']])
  })

  it('of a removed message keeps its text, to be copied or discarded; trying again cannot help', async () => {
    const user = userEvent.setup()
    const gone = { code: 'MESSAGE_REMOVED' } as const
    show({ kind: 'removed', id: 'r1', senderId: me, sentAt, seq: 3, refused: [{ ...refusedEdit, ...gone }] })
    expect(screen.getByText('You removed this message')).toBeTruthy()
    expect(screen.getByText('Hello, refused')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(await navigator.clipboard.readText()).toBe('Hello, refused')
    await user.click(screen.getByRole('button', { name: 'Discard' }))
    expect(actions.discard.mock.calls).toEqual([['c1']])
  })

  it('of a failed message waits beside it', async () => {
    show({ ...failed, code: 'MESSAGE_LOST', refused: [refusedEdit] })
    const notice = within(screen.getByRole('group', { name: 'Your edit was not saved.' }))
    expect(notice.queryByRole('button', { name: 'Retry' })).toBeNull()
    await userEvent.click(notice.getByRole('button', { name: 'Discard' }))
    expect(actions.discard.mock.calls).toEqual([['c1']])
  })

  it.each([
    ['Retry', actions.retry],
    ['Discard', actions.discard],
  ])('UI-17 whose %s the browser cannot keep says so and stays', async (name, action) => {
    action.mockRejectedValueOnce(full)
    show(message({ refused: [refusedEdit] }))
    await userEvent.click(screen.getByRole('button', { name }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not keep your choice/)
    expect(screen.getByText('Hello, refused')).toBeTruthy()
  })
})

it('UI-20 a failed message is rewritten in place; saved as it is, it is a new message too', async () => {
  show(failed)
  for (const [key, text] of [
    [' no more{Enter}', 'Refused no more'],
    ['{Enter}', 'Refused'],
  ] as const) {
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), key)
    await vi.waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
    expect(actions.edit).toHaveBeenLastCalledWith('f1', text)
  }
})

it('UI-20 a rewritten failed message that cannot be kept stays in its field, and Escape gives the old text back', async () => {
  actions.edit.mockRejectedValue(full)
  show(failed)
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
  const field = screen.getByRole('textbox', { name: 'Edit message' }) as HTMLTextAreaElement
  await userEvent.type(field, ' no more{Enter}')
  expect((await screen.findByRole('alert')).textContent).toMatch(/still here/)
  expect(field.value).toBe('Refused no more')
  await userEvent.keyboard('{Escape}')
  expect(screen.getByText('Refused')).toBeTruthy()
})

it('UI-20 a message that a restored server lost is retried or discarded, not rewritten: under its id the server may know it', async () => {
  show({ ...failed, code: 'MESSAGE_LOST' })
  expect(screen.getByText(/has lost this message/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(actions.retry.mock.calls).toEqual([['f1']])
  expect(actions.discard.mock.calls).toEqual([['f1']])
})

it('UI-66 a message that its author asks to edit from the composer opens its field, and the focus goes back', async () => {
  const edited = vi.fn()
  const row = (editAsked?: number) => (
    <ul>
      <ChatMessage
        {...{ item: message(), first: true, me, nameOf, editAsked }}
        actions={{ ...actions, edited }}
      />
    </ul>
  )
  const { rerender } = render(row())
  rerender(row(1))
  await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), '{Escape}')
  expect(edited).toHaveBeenCalledTimes(1)
  rerender(row(2))
  expect(screen.getByRole('textbox', { name: 'Edit message' })).toBeTruthy()
})

it('UI-58 what is being written over a message stays, whatever becomes of that meanwhile', async () => {
  const pending: WrittenItem = {
    kind: 'pending',
    id: 'm1',
    senderId: me,
    sentAt,
    content: 'Hello',
    state: 'waiting',
  }
  const { rerender } = show(pending)
  await choose('Edit')
  await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), ' again')
  for (const item of [message(), { kind: 'removed' as const, id: 'm1', senderId: me, sentAt, seq: 1 }]) {
    rerender(list(item))
    expect(screen.getByRole('textbox', { name: 'Edit message' })).toHaveProperty('value', 'Hello again')
  }
  await userEvent.keyboard('{Enter}')
  expect(actions.edit.mock.calls).toEqual([['m1', 'Hello again']])
})
