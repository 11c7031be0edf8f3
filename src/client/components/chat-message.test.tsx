// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ChatItem, MessageItem } from '@/client/sync/view'
import { ChatMessage } from './chat-message'

const me = 'me'
const names = new Map([
  ['ana', 'Ana'],
  ['me', 'Mara'],
])
const nameOf = (userId: string) => names.get(userId) ?? 'Someone'
const actions = {
  edit: vi.fn<(id: string, text: string) => Promise<boolean>>(),
  remove: vi.fn(),
  react: vi.fn(),
  retry: vi.fn(),
  discard: vi.fn(),
}
const sentAt = '2026-03-01T12:00:00.000Z'

beforeEach(() => {
  vi.resetAllMocks()
  actions.edit.mockResolvedValue(true)
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

function show(item: ChatItem, first = true) {
  return render(
    <ul>
      <ChatMessage item={item} first={first} me={me} nameOf={nameOf} actions={actions} />
    </ul>,
  )
}

function mark(name: string) {
  return screen.queryByRole('img', { name })
}

it('UI-01 a message of one’s own that the server has shows a tick', () => {
  show(message())
  expect(screen.getByText('Hello')).toBeTruthy()
  expect(mark('Sent')).toBeTruthy()
  expect(screen.queryByText('edited')).toBeNull()
})

it('UI-01 a message of somebody else shows its author and no tick', () => {
  show(message({ senderId: 'ana' }))
  expect(screen.getByText('Ana')).toBeTruthy()
  expect(mark('Sent')).toBeNull()
})

it('UI-01 an edited message says so; an edit that is on its way shows a clock', () => {
  show(message({ edited: true }))
  expect(screen.getByText('edited')).toBeTruthy()
  expect(mark('Sent')).toBeTruthy()
  cleanup()
  show(message({ pendingEdit: true }))
  expect(screen.getByText('edited')).toBeTruthy()
  expect(mark('Waiting to be sent')).toBeTruthy()
  expect(mark('Sent')).toBeNull()
})

it.each([
  ['waiting', 'Waiting to be sent'],
  ['sending', 'Sending'],
] as const)('UI-02 a message that is %s shows a clock and no tick', (state, label) => {
  show({ kind: 'pending', id: 'p1', senderId: me, sentAt, content: 'On its way', state })
  expect(screen.getByText('On its way')).toBeTruthy()
  expect(mark(label)).toBeTruthy()
  expect(mark('Sent')).toBeNull()
})

it('UI-03 a refused message keeps its text, says why, and can be retried or discarded in place', async () => {
  show({
    kind: 'failed',
    id: 'f1',
    senderId: me,
    sentAt,
    content: 'Refused',
    code: 'FORBIDDEN',
    reason: 'You may not do that.',
  })
  expect(screen.getByText('Refused')).toBeTruthy()
  expect(screen.getByText('You may not do that.')).toBeTruthy()
  expect(mark('Not sent')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
  expect(actions.retry.mock.calls).toEqual([['f1']])
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(actions.discard.mock.calls).toEqual([['f1']])
})

it('UI-04 a removed message leaves a line and nothing to act on', () => {
  show({ kind: 'removed', id: 'r1', senderId: 'ana', sentAt, seq: 3 })
  expect(screen.getByText('This message was removed')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

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

it('UI-05 an edit that the browser cannot keep stays in its field, with the reason', async () => {
  actions.edit.mockRejectedValue(new Error('disk full'))
  show(message())
  await userEvent.click(screen.getByRole('button', { name: 'Message actions' }))
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }))
  const field = screen.getByRole('textbox', { name: 'Edit message' }) as HTMLTextAreaElement
  await userEvent.type(field, ' again{Enter}')
  expect((await screen.findByRole('alert')).textContent).toMatch(/still here/)
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

it('UI-05 removing asks once more', async () => {
  show(message())
  await userEvent.click(screen.getByRole('button', { name: 'Message actions' }))
  await userEvent.click(screen.getByRole('button', { name: 'Remove' }))
  expect(actions.remove).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'Remove for everyone' }))
  expect(actions.remove.mock.calls).toEqual([['m1']])
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
