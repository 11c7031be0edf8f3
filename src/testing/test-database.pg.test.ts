import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './test-database'

test('two test databases share nothing', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()])
  const client = new pg.Client(one.superuserUrl)
  await client.connect()
  await client.query('CREATE TABLE public.only_here (id int)')
  const other = new pg.Client(two.superuserUrl)
  await other.connect()
  const found = await other.query("SELECT to_regclass('public.only_here') AS found")
  expect(found.rows).toEqual([{ found: null }])
  await Promise.all([client.end(), other.end()])
  await Promise.all([one.drop(), two.drop()])
})
