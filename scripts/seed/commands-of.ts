/** A story as commands: what everybody writes, in order, and what they then do with it. */
import type { Command } from '@/contract/commands'
import { stableId } from './stable-id'
import type { Line, PersonKey, Story } from './story'
import { writtenAt } from './written-at'

type Ids = Readonly<Record<PersonKey, string>>

export interface SaidLine {
  line: Line
  command: Extract<Command, { kind: 'send' }>
}

export function isLine(step: Story['steps'][number]): step is Line {
  return 'text' in step
}

function messageId({ key }: Story, { by, text }: Line): string {
  return stableId(key, by, text)
}

/** The id of the message that a line of the story is known by. @throws Error when there is none */
export function idOf(story: Story, name: string): string {
  const line = story.steps.filter(isLine).find(({ id }) => id === name)
  if (!line) throw new Error(`${story.key} has no line "${name}".`)
  return messageId(story, line)
}

/** @param ids of the people, as the server knows them */
export function linesOf(story: Story, roomId: string, ids: Ids, now: Date): SaidLine[] {
  return [...writtenAt(story.steps, now)].map(([line, time]) => ({
    line,
    command: {
      kind: 'send',
      as: ids[line.by],
      id: messageId(story, line),
      roomId,
      content: line.text,
      sentAt: new Date(time).toISOString(),
      ...(line.replyTo === undefined ? {} : { replyTo: idOf(story, line.replyTo) }),
      ...(line.thread === undefined ? {} : { thread: idOf(story, line.thread) }),
    },
  }))
}

/** What somebody does with messages that are there: changes and removes their own, and reacts. */
export function afterwardsOf(story: Story, roomId: string, by: PersonKey, as: string): Command[] {
  return story.steps.filter(isLine).flatMap((line): Command[] => {
    const about = { as, roomId, messageId: messageId(story, line) }
    const own: Command[] =
      line.by !== by
        ? []
        : [
            ...(line.edited === undefined
              ? []
              : [
                  {
                    ...about,
                    kind: 'edit' as const,
                    id: stableId(about.messageId, 'edit', line.edited),
                    content: line.edited,
                  },
                ]),
            ...(line.removed
              ? [{ ...about, kind: 'remove' as const, id: stableId(about.messageId, 'remove') }]
              : []),
          ]
    const reactions = Object.entries(line.reactions ?? {})
      .filter(([, people]) => people.includes(by))
      .map(([emoji]) => ({
        ...about,
        kind: 'react' as const,
        id: stableId(about.messageId, by, emoji),
        emoji,
        present: true,
      }))
    return [...own, ...reactions]
  })
}
