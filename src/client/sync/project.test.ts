/** What the reader sees, case by case. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import type { Change } from '@/contract/message'
import type { EntryState, OutboxEntry } from './outbox-entry'
import { createProjection, project } from './project'

const me = 'me'
const time = '2026-01-01T00:00:00.000Z'

function message(id: string, seq: number, over: Partial<Change> = {}): Change {
  return {
    ...{ id, roomId: 'room', seq, changedSeq: seq, senderId: 'other', content: `text ${id}`, version: 1 },
    ...{
      replyTo: null,
      sentAt: time,
      createdAt: time,
      editedAt: null,
      removedAt: null,
      reactions: [],
      ...over,
    },
  }
}

function entry(command: Command, state: EntryState = { is: 'waiting' }): OutboxEntry {
  return { command, order: 1, dependsOn: undefined, state, serverFailures: 0 }
}

const send = (id: string, state?: EntryState) =>
  entry({ kind: 'send', id, as: me, roomId: 'room', content: `mine ${id}`, sentAt: time }, state)
const edit = (messageId: string, content: string, state?: EntryState) =>
  entry({ kind: 'edit', id: `edit ${messageId}`, as: me, roomId: 'room', messageId, content }, state)
const remove = (messageId: string, state?: EntryState) =>
  entry({ kind: 'remove', id: `remove ${messageId}`, as: me, roomId: 'room', messageId }, state)
const react = (messageId: string, emoji: string, present: boolean, state?: EntryState) =>
  entry({ kind: 'react', id: `react ${messageId}`, as: me, roomId: 'room', messageId, emoji, present }, state)

const parked: EntryState = { is: 'parked', code: 'STALE_EDIT', unclear: false }

describe('project', () => {
  test("OB-17 messages come in the order of the log, one's own unsent ones after them in the order of the queue", () => {
    const items = project([message('a', 1), message('b', 2)], [send('z'), send('y')])
    expect(items.map((item) => [item.id, item.kind])).toEqual([
      ['a', 'message'],
      ['b', 'message'],
      ['z', 'pending'],
      ['y', 'pending'],
    ])
  })

  test('OB-17 a message that the log shows already is not shown as pending too', () => {
    expect(project([message('a', 1)], [send('a', { is: 'sending' })])).toMatchObject([{ kind: 'message' }])
  })

  test('RM-11 an event stands in its place, the same object while it is the same, whatever is wanted of it', () => {
    const joined = message('b', 2, { content: '', event: { kind: 'joined' } })
    const [, item] = project([message('a', 1), joined], [])
    expect(item).toEqual({
      ...{ kind: 'event', id: 'b', senderId: 'other', sentAt: time, seq: 2, event: { kind: 'joined' } },
    })
    expect(project([joined], [edit('b', 'x'), react('b', '👍', true)])[0]).toBe(item)
  })

  test('OB-12 the tombstone of a message that never came is shown to nobody', () => {
    const never = message('a', 1, { version: 0, removedAt: time, content: '' })
    const removed = message('b', 2, { removedAt: time, content: '' })
    expect(project([never, removed], [remove('a')]).map(({ id }) => id)).toEqual(['b'])
  })

  test('OB-17 each state has its face', () => {
    const items = project(
      [],
      [
        send('a'),
        send('b', { is: 'frozen' }),
        send('c', { is: 'sending' }),
        send('d', { is: 'acked', log: 'log', position: 7 }),
        send('e', { is: 'parked', code: 'FORBIDDEN', unclear: false }),
      ],
    )
    expect(items).toMatchObject([
      { kind: 'pending', state: 'waiting' },
      { kind: 'pending', state: 'waiting' },
      { kind: 'pending', state: 'sending' },
      { kind: 'pending', state: 'sending' },
      { kind: 'failed', code: 'FORBIDDEN' },
    ])
  })

  test('OB-18 edits, removals and reactions on their way show already, on messages of the log and on unsent ones', () => {
    const reactions = [{ emoji: '👍', userIds: ['other'] }]
    const items = project(
      [
        message('a', 1, { reactions }),
        message('b', 2),
        message('c', 3, { reactions: [{ emoji: '👍', userIds: [me] }] }),
      ],
      [
        send('x', { is: 'frozen' }),
        send('y', { is: 'frozen' }),
        edit('a', 'better'),
        react('a', '👍', true),
        react('a', '🎉', true),
        remove('b'),
        react('c', '👍', false),
        edit('x', 'better too'),
        remove('y'),
      ],
    )
    expect(items).toMatchObject([
      {
        ...{ id: 'a', content: 'better', pendingEdit: true },
        reactions: [
          { emoji: '👍', userIds: ['other', me] },
          { emoji: '🎉', userIds: [me] },
        ],
      },
      { id: 'b', kind: 'removed', seq: 2 },
      { id: 'c', reactions: [] },
      { id: 'x', kind: 'pending', content: 'better too' },
    ])
    expect(items).toHaveLength(4)
  })

  test('OB-18 a refused change is not shown as if it had happened, but with its reason', () => {
    const [item] = project([message('a', 1)], [edit('a', 'better', parked)])
    expect(item).toMatchObject({
      ...{ kind: 'message', content: 'text a', pendingEdit: false },
      refused: [{ id: 'edit a', code: 'STALE_EDIT', what: 'edit', content: 'better' }],
    })
    expect(project([message('a', 1)], [remove('a', parked)])).toMatchObject([
      { kind: 'message', refused: [{ id: 'remove a', what: 'removal' }] },
    ])
  })

  test('OB-25 all refused changes of a message are there; when one is given up, the others still are', () => {
    const messages = [message('a', 1)]
    const entries = [edit('a', 'better', parked), react('a', '🎉', true, parked), remove('a', parked)]
    const whats = (now: OutboxEntry[]) =>
      project(messages, now).flatMap((item) =>
        item.kind === 'message' ? [(item.refused ?? []).map(({ what }) => what)] : [],
      )
    expect(whats(entries)).toEqual([['edit', 'reaction', 'removal']])
    expect(whats(entries.slice(0, 2))).toEqual([['edit', 'reaction']])
    expect(whats(entries.slice(0, 1))).toEqual([['edit']])
    expect(project(messages, [])[0]).not.toHaveProperty('refused')
  })

  test('OB-25 an edit that waits behind a refused one will not go: it is not shown as if it would, but as its text', () => {
    const second: OutboxEntry = { ...edit('a', 'best'), dependsOn: 'edit a' }
    const behind: OutboxEntry = { ...second, command: { ...second.command, id: 'second' } }
    const chain = [edit('a', 'better', parked), behind]
    const refused = [{ id: 'edit a', what: 'edit', content: 'best' }]
    expect(project([message('a', 1)], chain)).toMatchObject([
      { content: 'text a', pendingEdit: false, refused },
    ])
    expect(project([], [send('a', { is: 'sending' }), ...chain])).toMatchObject([
      { kind: 'pending', content: 'mine a', refused },
    ])
    const both = [edit('a', 'better', parked), { ...behind, state: parked }]
    expect(project([message('a', 1)], both)).toMatchObject([
      { refused: [{ content: 'better' }, { id: 'second', content: 'best' }] },
    ])
  })

  test('OB-26 a removal that has not been attempted can be undone, by its id; later it cannot', () => {
    expect(project([message('a', 1)], [remove('a')])).toMatchObject([{ kind: 'removed', undo: 'remove a' }])
    const [item] = project([message('a', 1)], [remove('a', { is: 'frozen' })])
    expect(item).toMatchObject({ kind: 'removed' })
    expect(item).not.toHaveProperty('undo')
  })

  test('OB-25 a refused edit of a removed message keeps its text, also while the removal is on its way', () => {
    const refused = [{ id: 'edit a', code: 'MESSAGE_REMOVED', content: 'better' }]
    const late = edit('a', 'better', { is: 'parked', code: 'MESSAGE_REMOVED', unclear: false })
    const removed = message('a', 1, { removedAt: time, content: '' })
    expect(project([removed], [late])).toMatchObject([{ kind: 'removed', refused }])
    expect(project([message('a', 1)], [late, remove('a')])).toMatchObject([{ kind: 'removed', refused }])
    expect(project([removed], [])[0]).not.toHaveProperty('refused')
  })

  test('OB-25 a refused edit of a message that the log does not show is with that message', () => {
    const lost: EntryState = { is: 'parked', code: 'MESSAGE_LOST', unclear: false }
    const late = edit('a', 'better', { is: 'parked', code: 'MESSAGE_NOT_FOUND', unclear: false })
    expect(project([], [late, send('a', lost)])).toMatchObject([
      { kind: 'failed', code: 'MESSAGE_LOST', content: 'mine a', refused: [{ content: 'better' }] },
    ])
    expect(project([], [send('a', { is: 'sending' }), late])).toMatchObject([
      { kind: 'pending', refused: [{ content: 'better' }] },
    ])
  })

  test('OB-25 a refused edit whose message is not here is shown by itself, until the message is', () => {
    const late = edit('a', 'better', { is: 'parked', code: 'MESSAGE_NOT_FOUND', unclear: false })
    const refused = [{ id: 'edit a', what: 'edit', content: 'better' }]
    const item = { kind: 'missing', id: 'a', senderId: me, refused }
    expect(project([message('b', 2)], [late, send('z')])).toMatchObject([{ id: 'b' }, { id: 'z' }, item])
    expect(project([], [late])).toMatchObject([item])
    const never = message('a', 1, { version: 0, removedAt: time, content: '' })
    expect(project([never], [late])).toMatchObject([item])
    expect(project([message('a', 1)], [late])).toMatchObject([{ kind: 'message', refused }])
    expect(project([], [edit('a', 'better'), react('b', '🎉', true)])).toEqual([])
  })

  test("SY-51 what has not arrived yet is shown as a gap after the log and before one's own unsent messages", () => {
    const messages = [message('a', 1), message('b', 2)]
    const kinds = (entries: OutboxEntry[], log = messages) =>
      project(log, entries, true).map(({ kind }) => kind)
    expect(kinds([send('z')])).toEqual(['message', 'message', 'gap', 'pending'])
    expect(kinds([send('b', { is: 'sending' })])).toEqual(['message', 'message', 'gap'])
    expect(kinds([], [])).toEqual(['gap'])
    expect(project(messages, [], false)).toHaveLength(2)
    expect(project(messages, [], true)[2]).toBe(project(messages, [send('z')], true)[2])
  })

  test('OB-17 an unchanged message keeps its object, so that it is not drawn again', () => {
    const messages = [message('a', 1), message('b', 2, { removedAt: time })]
    const before = project(messages, [])
    const now = project(messages, [send('z'), edit('a', 'better')])
    expect(now[1]).toBe(before[1])
    expect(project(messages, [])[0]).toBe(before[0])
    expect(before[1]).toMatchObject({ kind: 'removed' })
  })
})

const ids = ['a', 'b', 'c', 'd', 'e']
/** The same objects every time. */
const variants = new Map(ids.map((id) => [id, variantsOf(id)]))
const states: EntryState[] = [{ is: 'waiting' }, { is: 'sending' }, parked]
const anyLog = fc
  .subarray(ids)
  .chain((there) => fc.tuple(...there.map((id) => fc.constantFrom(...(variants.get(id) ?? [])))))
  .map((all): readonly Change[] => all)
const anyQueue = fc.array(
  fc.constantFrom(
    ...[...ids, 'x'].flatMap((id) =>
      states.flatMap((state) => [send(id, state), edit(id, 'other', state), remove(id, state)]),
    ),
  ),
  { maxLength: 4 },
)

function variantsOf(id: string): Change[] {
  const seq = ids.indexOf(id) + 1
  return [
    message(id, seq),
    message(id, seq, { changedSeq: 9, content: 'edited', version: 2 }),
    message(id, seq, { changedSeq: 9, version: 0, removedAt: time }),
    message(id, seq, { event: { kind: 'joined' } }),
  ]
}

test('UI-91 a room that is shown again and again shows what it would if it were shown for the first time', () => {
  const times = fc.array(fc.tuple(anyLog, anyQueue, fc.boolean()), { maxLength: 8 })
  fc.assert(
    fc.property(times, (all) => {
      const shown = createProjection()
      for (const now of all) expect(shown(...now)).toEqual(project(...now))
    }),
  )
})

test('UI-91 what did not change is the same object, also with something on its way', () => {
  const shown = createProjection()
  const queue = [edit('a', 'other')]
  const [before] = shown([message('a', 1)], queue)
  const log = [message('a', 1), message('b', 2)]
  const items = shown(log, queue)
  expect(shown([...log, message('c', 3)], queue).slice(0, 2)).toEqual(items)
  const [edited, other] = shown([...log, message('c', 3)], queue)
  expect([edited === items[0], other === items[1], edited === before]).toEqual([true, true, false])
})
