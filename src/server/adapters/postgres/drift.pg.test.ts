import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { describeSchema } from './describe-schema'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client(database.superuserUrl)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** A column as every mirror tells it: `rooms.head bigint default`. */
type Column = {
  name: string
  type: string
  nullable: boolean
  hasDefault: boolean
  /** The values that a check allows, quoted and in its order. */
  values: string[]
}

/** The columns of schema `chat`, from the live catalogue. */
async function liveColumns(): Promise<Column[]> {
  const { rows } = await client.query<Omit<Column, 'values'> & { check: string | null }>(
    `select t.relname || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as "hasDefault",
       (select pg_get_constraintdef(c.oid) from pg_constraint c
        where c.conrelid = t.oid and c.contype = 'c' and c.conkey = array[a.attnum]
          and pg_get_constraintdef(c.oid) like '%= ANY (ARRAY[%') as check
     from pg_attribute a join pg_class t on t.oid = a.attrelid
     where t.relnamespace = 'chat'::regnamespace and t.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  )
  return rows.map(({ check, ...column }) => ({ ...column, values: check?.match(/'[^']*'(?=::text)/g) ?? [] }))
}

/** Keys and references of schema `chat`: `rooms PRIMARY KEY (id)`. */
async function liveConstraints(): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `select t.relname || ' ' || replace(pg_get_constraintdef(c.oid), 'chat.', '') as line
     from pg_constraint c join pg_class t on t.oid = c.conrelid
     where t.relnamespace = 'chat'::regnamespace and c.contype in ('p', 'u', 'f')`,
  )
  return rows.map(({ line }) => line)
}

type Field = { name: string; type: string; optional: string; attributes: string; comment: string }

/** The models of prisma/schema.prisma: fields in order, block attributes, and the table's name. */
async function readModels() {
  const text = await readFile('prisma/schema.prisma', 'utf8')
  return [...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, model = '', body = '']) => {
    const fields: Field[] = []
    for (const line of body.matchAll(/(?:^ *\/\/\/ (.*)\n)?^ +(\w+) +(\w+)(\??|\[\])(?: +(.*))?$/gm)) {
      const [, comment = '', name = '', type = '', optional = '', attributes = ''] = line
      fields.push({ name, type, optional, attributes, comment })
    }
    return {
      model,
      fields,
      table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '',
      keys: [...body.matchAll(/@@(id|unique)\(\[(.*)\]\)/g)].map(([, kind, columns]) => ({ kind, columns })),
    }
  })
}

const prismaTypes: Record<string, string> = {
  'String @db.Uuid': 'uuid',
  String: 'text',
  BigInt: 'bigint',
  Int: 'integer',
  Boolean: 'boolean',
  Bytes: 'bytea',
  Json: 'jsonb',
  'DateTime @db.Timestamptz': 'timestamp with time zone',
}

test('DB-01 database/schema.sql is what the migrations make', async () => {
  expect(await readFile('database/schema.sql', 'utf8')).toBe(await describeSchema(client))
})

test('DB-01 database/schema.sql, loaded into an empty database, makes the same schema', async () => {
  const target = await createTestDatabase()
  const loader = new pg.Client(target.superuserUrl)
  await loader.connect()
  try {
    await loader.query('drop schema chat, better_auth, auth cascade')
    await loader.query(await readFile('database/schema.sql', 'utf8'))
    expect(await describeSchema(loader)).toBe(await describeSchema(client))
  } finally {
    await loader.end()
    await target.drop()
  }
})

test('DB-02 prisma/schema.prisma has the columns of the database', async () => {
  const models = await readModels()
  const names = new Set(models.map(({ model }) => model))
  const columns = models.flatMap(({ table, fields }) =>
    fields
      .filter(({ type }) => !names.has(type))
      .map(({ name, type, optional, attributes, comment }): Column => {
        const native = /@db\.\w+/.exec(attributes)?.[0]
        const prismaType = native ? `${type} ${native}` : type
        return {
          name: `${table}.${name}`,
          type: prismaTypes[prismaType] ?? prismaType,
          nullable: optional === '?',
          hasDefault: attributes.includes('@default'),
          values: comment.match(/'[^']*'/g) ?? [],
        }
      }),
  )
  expect(sorted(columns)).toEqual(sorted(await liveColumns()))
})

test('DB-02 prisma/schema.prisma has the keys and references of the database', async () => {
  const models = await readModels()
  const tables = new Map(models.map(({ model, table }) => [model, table]))
  const constraints = models.flatMap(({ table, fields, keys }) => [
    ...keys.map(({ kind, columns }) => `${table} ${kind === 'id' ? 'PRIMARY KEY' : 'UNIQUE'} (${columns})`),
    ...fields
      .filter(({ attributes }) => /@id\b/.test(attributes))
      .map(({ name }) => `${table} PRIMARY KEY (${name})`),
    ...fields.flatMap(({ type, attributes }) => {
      const [, columns, targets] = /fields: \[(.*?)\], references: \[(.*?)\]/.exec(attributes) ?? []
      return columns ? [`${table} FOREIGN KEY (${columns}) REFERENCES ${tables.get(type)}(${targets})`] : []
    }),
  ])
  expect(constraints.toSorted()).toEqual((await liveConstraints()).toSorted())
})

const javascriptTypes: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  bigint: 'number',
  integer: 'number',
  boolean: 'boolean',
  bytea: 'Buffer',
  jsonb: 'unknown',
  'timestamp with time zone': 'Timestamp',
}

test("DB-02 database-types.ts has the tables and columns of the database, in JavaScript's types", async () => {
  const text = await readFile('src/server/adapters/postgres/database-types.ts', 'utf8')
  const tables = new Map(
    [...text.matchAll(/^ +"chat\.(\w+)": (\w+);$/gm)].map(([, table, type]) => [type, table]),
  )
  const generated = [...text.matchAll(/^export type (\w+) = \{\n(.*?)^\};/gms)]
    .filter(([, type]) => type !== 'DB')
    .flatMap(([, type, body = '']) =>
      [...body.matchAll(/^ +(\w+): (.*);$/gm)].map(
        ([, column, value]) => `${tables.get(type)}.${column}: ${value}`,
      ),
    )
  const live = (await liveColumns()).map(({ name, type, nullable, hasDefault, values }) => {
    const base = values.length > 0 ? values.join(' | ') : (javascriptTypes[type] ?? type)
    return `${name}: ${hasDefault ? `Generated<${base}>` : base}${nullable ? ' | null' : ''}`
  })
  expect(generated.toSorted()).toEqual(live.toSorted())
})

function sorted(columns: readonly Column[]): Column[] {
  return columns.toSorted((left, right) => (left.name < right.name ? -1 : 1))
}
