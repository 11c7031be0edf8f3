import { expect, test } from 'vitest'
import { registerInput } from '@/contract/accounts'
import { command } from '@/contract/commands'
import { createRoomInput, updateRoomInput } from '@/contract/rooms'
import { createWorkspaceInput } from '@/contract/workspaces'
import { afterwardsOf, isLine, linesOf } from './commands-of'
import { people, workspaceName } from './people'
import { stableId } from './stable-id'
import { allStories } from './stories'
import type { PersonKey } from './story'

const now = new Date('2026-05-22T15:30:00')
const keys = Object.keys(people) as PersonKey[]
const ids = Object.fromEntries(keys.map((key) => [key, stableId(key)])) as Record<PersonKey, string>

test('SD-02 everything that is seeded is within the limits of the contract', () => {
  const password = 'a password of ten or more'
  expect(createWorkspaceInput.safeParse({ id: stableId('w'), name: workspaceName }).success).toBe(true)
  for (const { name, email } of Object.values(people)) {
    expect([email, registerInput.safeParse({ name, email, password }).success]).toEqual([email, true])
  }
  for (const story of allStories) {
    const roomId = stableId('room', story.key)
    if (story.kind !== 'direct') {
      const { name, kind, topic } = story
      expect(createRoomInput.safeParse({ id: roomId, name, kind }).success).toBe(true)
      expect(updateRoomInput.safeParse({ roomId, name, topic }).success).toBe(true)
    }
    const commands = [
      ...linesOf(story, roomId, ids, now).map((said) => said.command),
      ...story.members.flatMap((by) => afterwardsOf(story, roomId, by, ids[by])),
    ]
    for (const each of commands) expect([each, command.safeParse(each).success]).toEqual([each, true])
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  }
})

test('SD-02 all was written before now, in the order in which it stands, by people of the room', () => {
  for (const story of allStories) {
    const lines = linesOf(story, stableId('room', story.key), ids, now)
    const times = lines.map(({ command }) => command.sentAt)
    expect(times).toEqual(times.toSorted())
    expect((times.at(-1) ?? '') <= now.toISOString()).toBe(true)
    const involved = story.steps
      .filter(isLine)
      .flatMap(({ by, reactions = {} }) => [by, ...Object.values(reactions).flat()])
    expect(story.members).toEqual(expect.arrayContaining([...new Set(involved)]))
  }
})
