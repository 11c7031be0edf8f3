/** What is counted while the network is away. */
import { expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import type { EntryState, OutboxEntry } from './outbox-entry'
import { waitingIn } from './waiting'

const base = { id: 'command', as: 'me', roomId: 'room' }

function entry(command: Command, state: EntryState = { is: 'waiting' }): OutboxEntry {
  return { command, order: 1, dependsOn: undefined, state, serverFailures: 0 }
}

const send = (id: string, state?: EntryState) =>
  entry({ ...base, kind: 'send', id, content: 'text', sentAt: '2026-01-01T00:00:00.000Z' }, state)
const edit = (messageId: string) => entry({ ...base, kind: 'edit', messageId, content: 'better' })
const remove = (messageId: string) => entry({ ...base, kind: 'remove', messageId })
const react = (messageId: string) => entry({ ...base, kind: 'react', messageId, emoji: '👍', present: true })

test('UI-13 messages that are written or rewritten are counted, each once', () => {
  expect(waitingIn([])).toEqual({ waiting: 0 })
  expect(waitingIn([send('a'), send('b', { is: 'frozen' }), edit('b'), edit('c')])).toEqual({ waiting: 3 })
  expect(waitingIn([send('a', { is: 'sending' }), react('a'), remove('b')])).toEqual({ waiting: 1 })
})

test('UI-13 where nothing but removals and reactions wait, these are counted, as changes', () => {
  expect(waitingIn([react('a'), react('a'), remove('b')])).toEqual({ waiting: 3, only: 'changes' })
})

test('UI-13 what the server has, and what waits for its author, does not wait for the network', () => {
  const done: EntryState = { is: 'acked', log: 'log', position: 7 }
  const refused: EntryState = { is: 'parked', code: 'FORBIDDEN', unclear: false }
  expect(waitingIn([send('a', done), send('b', refused)])).toEqual({ waiting: 0 })
})
