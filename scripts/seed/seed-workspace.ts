/** Fills a workspace of a running installation, over its API: the people, their rooms, and what they wrote. */
import { randomBytes } from 'node:crypto'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { people, workspaceName } from './people'
import { playStory } from './play-story'
import { type Resident, type Residents, signIn } from './resident'
import { stableId } from './stable-id'
import { allStories } from './stories'
import type { PersonKey, Story } from './story'

export interface SeedOptions {
  /** Where the server is, without a slash at the end. */
  address: string
  /** Of all the accounts. */
  password: string
  /** The stories end then. */
  now: Date
  /** All of them when left out. */
  stories?: readonly Story[]
}

export interface Seeded {
  workspaceId: string
  people: number
  rooms: number
  messages: number
  /** Of the messages, those that were not there before. */
  added: number
}

/**
 * Seeding again adds what is missing, and nothing else.
 *
 * @throws ParleyError EMAIL_TAKEN when the accounts have another password, CONFLICT when others made what is to be made
 */
export async function seedWorkspace({
  address,
  password,
  now,
  stories = allStories,
}: SeedOptions): Promise<Seeded> {
  const entries: (readonly [string, Resident])[] = []
  // One after the other: each password keeps a processor of the server busy for a moment.
  for (const [key, person] of Object.entries(people)) {
    entries.push([key, await signIn(address, person, password)])
  }
  const residents = Object.fromEntries(entries) as Record<PersonKey, Resident>
  const workspaceId = await openWorkspace(residents)
  const played = await Promise.all(stories.map((story) => playStory(story, workspaceId, residents, now)))
  await Promise.all(entries.map(([, resident]) => resident.leave()))
  return {
    workspaceId,
    people: entries.length,
    rooms: stories.length,
    messages: sum(played.map(({ messages }) => messages)),
    added: sum(played.map(({ added }) => added)),
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((one, other) => one + other, 0)
}

/** A workspace of its own, so that nothing here is in anybody's way. */
async function openWorkspace({ mira, ...others }: Residents): Promise<string> {
  const workspaceId = stableId('workspace')
  const { workspaces } = await mira.ask((api) => api.workspaces.list.query())
  if (!workspaces.some((workspace) => workspace.workspaceId === workspaceId)) {
    await mira.ask((api) => api.workspaces.create.mutate({ id: workspaceId, name: workspaceName }))
  }
  const page = { workspaceId, limit: limits.directoryPage }
  const { members } = await mira.ask((api) => api.workspaces.members.query(page))
  const missing = Object.values(others).filter(
    ({ userId }) => !members.some((member) => member.userId === userId),
  )
  if (missing.length === 0) return workspaceId
  const token = randomBytes(32).toString('base64url')
  const id = stableId('invitation', token)
  await mira.ask((api) =>
    api.workspaces.invite.mutate({ id, token, workspaceId, hours: 1, uses: missing.length }),
  )
  for (const person of missing) await person.ask((api) => api.workspaces.acceptInvitation.mutate({ token }))
  return workspaceId
}

/** What went wrong, in a line for whoever started this. */
export function whyNotSeeded(error: unknown): string {
  if (!(error instanceof ParleyError)) return error instanceof Error ? error.message : String(error)
  if (error.code === 'EMAIL_TAKEN')
    return 'The people are there already, with another password: say which (--password).'
  if (error.code === 'UNAVAILABLE') return 'No Parley answers there. Start it first: npm start'
  return `The server refused: ${error.message}`
}
