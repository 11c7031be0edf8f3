/** The form of what is seeded: rooms, and what happens in them, as somebody writes it down. */
import type { people } from './people'

export type PersonKey = keyof typeof people

/** A message. Its text names it: no two of one person in one room are alike. */
export interface Line {
  by: PersonKey
  text: string
  /** By which other lines of the room mean this one. */
  id?: string
  /** Minutes after the line before; without it, as long as it takes to write this. */
  after?: number
  replyTo?: string
  /** The line whose thread this is in. */
  thread?: string
  /** What it says since it was edited. */
  edited?: string
  removed?: true
  reactions?: Record<string, PersonKey[]>
}

/** What follows was written from then on: so many days ago at that time, or so many minutes ago. */
export type Moment = { daysAgo: number; at: string } | { minutesAgo: number }

/** Something that happens in the room itself. The server's clock says when, so it belongs to the end of a story. */
export type Happening =
  | { happens: 'renamed'; by: PersonKey; name: string }
  | { happens: 'topic'; by: PersonKey; topic: string }
  | { happens: 'archived'; by: PersonKey }

export type StoryStep = Line | Moment | Happening

interface Conversation {
  /** Its ids are made from it: never change it. */
  key: string
  steps: StoryStep[]
  /** Who has not read everything yet, and the first line that is new to them. */
  unread?: Partial<Record<PersonKey, string>>
}

export interface RoomStory extends Conversation {
  kind: 'public' | 'private'
  name: string
  topic?: string
  /** The first one makes it and brings in, or is followed by, the others. */
  members: [PersonKey, ...PersonKey[]]
}

export interface DirectStory extends Conversation {
  kind: 'direct'
  members: [PersonKey, PersonKey]
}

export type Story = RoomStory | DirectStory

/** Somebody's way of saying things, so that a story reads like one. */
export function voiceOf(by: PersonKey) {
  return (text: string, more: Omit<Line, 'by' | 'text'> = {}): Line => ({ by, text, ...more })
}

export function day(daysAgo: number, at: string): Moment {
  return { daysAgo, at }
}

export function ago(minutesAgo: number): Moment {
  return { minutesAgo }
}
