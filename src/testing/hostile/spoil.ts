/** Turns a good value into JSON that nobody expects: other types, odd keys, odd texts, somebody else's ids. */
import type { SeededRandom } from '../seeded-random'
import { idsOf, type KnownIds } from './valid-input'

type Container = Record<string | number, unknown>

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

/** As they stand in the JSON; some are none. */
const pieces: readonly [string, ...string[]] = [
  'null',
  ...['true', '0', '-1', '1.5', '-0', '1e400', '9007199254740993', '2147483648', '-9e99', '1e-9', '1E3'],
  ...['NaN', 'Infinity', 'undefined', '0x10', '01', '{', '"', '[1,]', '{"a":1,"a":2}', "{'a':1}"],
  ...[
    '""',
    '" "',
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\ud800"',
    '"\\udfff\\ud800"',
    '"\\u202e\\u2066"',
    '"\\u2028"',
  ],
  ...['"\\u200b\\u2060"', '"👩‍👩‍👧‍👦👩‍👩‍👧‍👦"', '"\\ufeff"', '"\\uffff"', `"a${'\\u0301'.repeat(500)}"`],
  ...[`"' or 1=1 --"`, `"'; drop table chat.messages; --"`, '"$1"', '"%s%n"', '"\\\\"', '"{1,2}"', '"(,)"'],
  ...['"{\\"$ne\\":null}"', '{"$ne":null}', '{"$gt":""}', '"../../etc/passwd"', '"{{7*7}}"', '"<script>"'],
  ...['[]', '{}', '[[]]', '[null]', '{"length":1000000000}', '{"toJSON":1}', '{"then":1}', '{"toString":1}'],
  ...['{"__proto__":{"userId":1}}', '{"constructor":{"prototype":{"a":1}}}', '{"0":"a"}', '["__proto__"]'],
  ...['"2026-02-30T00:00:00Z"', '"9999-12-31T23:59:59.999Z"', '"1970-01-01T00:00:00Z"', '"-000001-01-01"'],
  ...['"1970-01-01T00:00:00.0000000000000000001Z"', '"+275760-09-13T00:00:00.000Z"', '"now"', '"infinity"'],
  ...['"00000000-0000-0000-0000-000000000000"', '"ffffffff-ffff-ffff-ffff-ffffffffffff"', '"null"', '"*"'],
  `"${'x'.repeat(4_001)}"`,
  `[${'{},'.repeat(300)}{}]`,
  nested(2_000, '[', ']'),
  nested(2_000, '{"a":', '}').replace(':}', ':1}'),
]
/** Too large for a query. */
const largePieces: readonly [string, ...string[]] = [
  `"${'x'.repeat(100_000)}"`,
  `"${'👋'.repeat(20_000)}"`,
  `[${'1,'.repeat(50_000)}1]`,
  nested(50_000, '[', ']'),
]
const oddKeys = [
  'extra',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '\0',
  '0',
  'then',
  'a.b',
] as const

/** Every place in the value that something else could be put into, the whole included. */
function placesIn(container: Container): [Container, string][] {
  return Object.entries(container).flatMap(([key, value]) => [
    [container, key] as [Container, string],
    ...(typeof value === 'object' && value !== null ? placesIn(value as Container) : []),
  ])
}

/** @returns a text, mostly JSON */
export function spoil(value: unknown, random: SeededRandom, ids: KnownIds): string {
  const root: Container = { value: structuredClone(value) }
  const holes: string[] = []
  const hole = (piece: string) => `☃${holes.push(piece) - 1}☃`
  const foreign = idsOf(ids.foreign)

  for (let times = 1 + random.int(2); times > 0; times--) {
    const places = placesIn(root)
    const [container, key] = places[random.int(places.length)] ?? [root, 'value']
    const old = container[key]
    const chance = random.next()
    if (chance < 0.45) container[key] = hole(random.pick(random.int(25) === 0 ? largePieces : pieces))
    else if (chance < 0.6 && typeof old === 'string') container[key] = foreign[random.int(foreign.length)]
    else if (chance < 0.7) delete container[key]
    else if (chance < 0.8 && typeof old === 'string') {
      container[key] = random.pick([
        old.toUpperCase(),
        `${old} `,
        `{${old}}`,
        old.replaceAll('-', ''),
        `${old}\n`,
      ])
    } else if (chance < 0.85) container[key] = [old]
    else if (chance < 0.9) container[key] = Array(1 + random.int(150)).fill(old)
    else if (typeof old === 'object' && old !== null) {
      const options = {
        value: hole(random.pick(pieces)),
        enumerable: true,
        configurable: true,
        writable: true,
      }
      Object.defineProperty(old, random.pick(oddKeys), options)
    } else container[key] = hole(random.pick(pieces))
  }
  const text = JSON.stringify(root.value) ?? ''
  return text.replace(/"☃(\d+)☃"/g, (_, index) => holes[Number(index)] ?? '')
}
