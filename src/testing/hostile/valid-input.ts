/** Makes inputs that a schema accepts, from the schema itself: a new procedure is tried without anybody saying so. */
import * as z from 'zod/mini'
import { command } from '@/contract/commands'
import type { SeededRandom } from '../seeded-random'

type Schema = z.core.$ZodType
type Node = z.core.JSONSchema.BaseSchema

/** Ids by the name of the field that they go into: of rooms, messages, users, workspaces and logs. */
export type Ids = Readonly<
  Record<'roomId' | 'messageId' | 'userId' | 'workspaceId' | 'invitationId' | 'log', readonly string[]>
>

export interface KnownIds {
  /** Of whoever asks. */
  readonly own: Ids
  /** Of somebody else, with whom whoever asks shares nothing. */
  readonly foreign: Ids
}

const sameAs: Readonly<Record<string, keyof Ids>> = {
  ...{ replyTo: 'messageId', thread: 'messageId', threadId: 'messageId' },
  ...{ as: 'userId', userIds: 'userId' },
}
/** What a schema in JSON does not say is found by trying: one of these is what a field of text wants. */
const texts = [
  'Hello',
  '👍',
  'name',
  'two words',
  'a@b.example',
  'https://a.example/',
  'Pa55 word, long',
  '123456',
  // As long as a link's token.
  'L'.repeat(43),
]
const longestTry = 1_000

export function freshId(random: SeededRandom): string {
  const hex = Buffer.from(random.bytes(16)).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export function idsOf(ids: Ids): string[] {
  return Object.values(ids).flat()
}

function oneOf<T>(random: SeededRandom, choices: readonly T[]): T | undefined {
  return choices[random.int(choices.length)]
}

function idFor(field: string, random: SeededRandom, { own, foreign }: KnownIds): string {
  const kind = sameAs[field] ?? field
  const chance = random.next()
  if (chance < (kind in own ? 0.1 : 0.7)) return freshId(random)
  const ids = chance < 0.75 ? own : foreign
  const fitting: readonly string[] = kind in ids ? ids[kind as keyof Ids] : idsOf(ids)
  return oneOf(random, fitting) ?? freshId(random)
}

function textFor(node: Node, field: string, random: SeededRandom, ids: KnownIds): string {
  if (node.format === 'date-time') return new Date(random.int(2 ** 31) * 1_000).toISOString()
  if (node.pattern !== undefined && new RegExp(node.pattern).test(freshId(random))) {
    return idFor(field, random, ids)
  }
  return oneOf(random, texts) ?? ''
}

function build(node: Node, field: string, random: SeededRandom, ids: KnownIds): unknown {
  const choices = node.anyOf ?? node.oneOf
  if (choices) return build(oneOf(random, choices) as Node, field, random, ids)
  if (node.const !== undefined) return node.const
  if (node.enum) return oneOf(random, node.enum)
  if (node.type === 'object') {
    const fields = Object.entries(node.properties ?? {}).filter(
      ([name]) => node.required?.includes(name) || random.next() < 0.7,
    )
    return Object.fromEntries(fields.map(([name, child]) => [name, build(child as Node, name, random, ids)]))
  }
  if (node.type === 'array') {
    const least = node.minItems ?? 0
    const length = least + random.int(Math.min(3, (node.maxItems ?? 3) - least) + 1)
    return Array.from({ length }, () => build(node.items as Node, field, random, ids))
  }
  if (node.type === 'string') return textFor(node, field, random, ids)
  if (node.type === 'integer' || node.type === 'number') {
    return Math.max(node.minimum ?? 0, Math.min(node.maximum ?? 10, random.int(10)))
  }
  if (node.type === 'boolean') return random.next() < 0.5
  // A batch's commands are checked one by one, and so not by the schema of the batch.
  return field === 'commands' ? build(inJson(command), 'command', random, ids) : null
}

const known = new Map<Schema, Node>()

function inJson(schema: Schema): Node {
  const node = known.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  known.set(schema, node)
  return node
}

/** @returns undefined where no try was accepted: then `texts` lacks what the schema wants */
export function validInput(schema: Schema, random: SeededRandom, ids: KnownIds): unknown {
  for (let tries = 0; tries < longestTry; tries++) {
    const value = build(inJson(schema), '', random, ids)
    if (z.safeParse(schema, value).success) return value
  }
  return undefined
}
