/** Makes one room of the seed, and everybody say and do in it what they said and did. */
import type { Change } from '@/contract/message'
import { afterwardsOf, idOf, isLine, linesOf, type SaidLine } from './commands-of'
import type { Resident, Residents } from './resident'
import { stableId } from './stable-id'
import type { Happening, PersonKey, Story } from './story'

interface Played {
  messages: number
  /** Of the messages, those that were not there before. */
  added: number
}

/** How far the room is read by whom: after everything was said. */
interface Said extends SaidLine {
  position: number
  log: string
}

export async function playStory(
  story: Story,
  workspaceId: string,
  residents: Residents,
  now: Date,
): Promise<Played> {
  const roomId = await openRoom(story, workspaceId, residents)
  const present: PersonKey[] = []
  for (const key of story.members) if ((await standing(residents[key], roomId)) === 'in') present.push(key)
  const [reader] = present
  const log = reader === undefined ? [] : await readLog(residents[reader], roomId)
  const happened = (what: Happening) => log.some(({ event }) => event && isThis(event, what))
  const ids = Object.fromEntries(
    Object.entries(residents).map(([key, { userId }]) => [key, userId]),
  ) as Record<PersonKey, string>
  const lines = new Map(linesOf(story, roomId, ids, now).map((said) => [said.line, said]))
  const said: Said[] = []
  let added = 0

  if (story.kind !== 'direct' && story.topic !== undefined) {
    const topic: Happening = { happens: 'topic', by: story.members[0], topic: story.topic }
    if (!happened(topic)) await happen(topic, roomId, residents)
  }
  for (const step of story.steps) {
    if ('happens' in step && step.happens !== 'archived' && !happened(step))
      await happen(step, roomId, residents)
    const line = isLine(step) ? lines.get(step) : undefined
    if (!line) continue
    const [result] = await residents[line.line.by].submit([line.command])
    if (!result) continue
    said.push({ ...line, position: result.position, log: result.log })
    if (result.status === 'stored') added += 1
  }
  for (const by of story.members) await residents[by].submit(afterwardsOf(story, roomId, by, ids[by]))
  for (const by of present) await read(story, roomId, by, said, residents)
  for (const step of story.steps) {
    if ('happens' in step && step.happens === 'archived' && !happened(step))
      await happen(step, roomId, residents)
  }
  return { messages: said.length, added }
}

/** Whoever is in the room, or was, is left alone: people may have come and gone since. */
async function openRoom(story: Story, workspaceId: string, residents: Residents): Promise<string> {
  const id = stableId('room', story.key)
  const [first, ...others] = story.members
  const owner = residents[first]
  if (story.kind === 'direct') {
    const { userId } = residents[story.members[1]]
    return (await owner.ask((api) => api.rooms.openDirect.mutate({ id, userId, workspaceId }))).roomId
  }
  const { name, kind } = story
  if (!(await standing(owner, id)))
    await owner.ask((api) => api.rooms.create.mutate({ id, name, kind, workspaceId }))
  for (const key of others) {
    const person = residents[key]
    if (await standing(person, id)) continue
    if (kind === 'public') await person.ask((api) => api.rooms.join.mutate({ roomId: id }))
    else await owner.ask((api) => api.rooms.add.mutate({ roomId: id, userIds: [person.userId] }))
  }
  return id
}

/** Undefined for somebody who never was there. */
async function standing(person: Resident, roomId: string): Promise<'in' | 'out' | undefined> {
  const { rooms, ended } = await person.ask((api) => api.rooms.heads.query({}))
  if (rooms.some((room) => room.roomId === roomId)) return 'in'
  return ended.includes(roomId) ? 'out' : undefined
}

async function readLog(reader: Resident, roomId: string): Promise<Change[]> {
  const log: Change[] = []
  for (;;) {
    const before = log[0]?.seq
    const page = await reader.ask((api) =>
      api.messages.history.query({ roomId, ...(before === undefined ? {} : { before }) }),
    )
    log.unshift(...page.changes)
    if (!page.hasMore) return log
  }
}

function isThis(event: NonNullable<Change['event']>, what: Happening): boolean {
  if (event.kind !== what.happens) return false
  if (event.kind === 'renamed' && what.happens === 'renamed') return event.name === what.name
  if (event.kind === 'topic' && what.happens === 'topic') return event.topic === what.topic
  return true
}

async function happen(what: Happening, roomId: string, residents: Residents): Promise<void> {
  await residents[what.by].ask(async (api) => {
    if (what.happens === 'archived') await api.rooms.archive.mutate({ roomId, archived: true })
    else if (what.happens === 'renamed') await api.rooms.update.mutate({ roomId, name: what.name })
    else await api.rooms.update.mutate({ roomId, topic: what.topic })
  })
}

/** Marks as read what somebody has read: all, or what was there before the first line that is new to them. */
async function read(
  story: Story,
  roomId: string,
  by: PersonKey,
  said: Said[],
  residents: Residents,
): Promise<void> {
  const firstNew = story.unread?.[by]
  const end =
    firstNew === undefined
      ? said.length
      : said.findIndex(({ command }) => command.id === idOf(story, firstNew))
  const seen = said.slice(0, end)
  const last = seen.at(-1)
  if (!last) return
  const { ask } = residents[by]
  await ask((api) => api.messages.markRead.mutate({ roomId, log: last.log, position: last.position }))
  const threads = new Map(
    seen.flatMap(({ command, position, log }) =>
      command.thread ? [[command.thread, { position, log }] as const] : [],
    ),
  )
  for (const [threadId, receipt] of threads) {
    await ask((api) => api.threads.markRead.mutate({ roomId, threadId, ...receipt }))
  }
}
