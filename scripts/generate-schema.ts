/** Writes database/schema.sql: migrates an empty, temporary database and prints what is there then. */
import { writeFile } from 'node:fs/promises'
import pg from 'pg'
import { describeSchema } from '@/server/adapters/postgres/describe-schema'
import { migrateToLatest } from '@/server/adapters/postgres/migrate'
import { startTestCluster } from '@/testing/test-cluster'

const cluster = await startTestCluster()
try {
  const url = cluster.server.url({ database: 'postgres' })
  await migrateToLatest(url)
  const client = new pg.Client(url)
  await client.connect()
  await writeFile('database/schema.sql', await describeSchema(client).finally(() => client.end()))
} finally {
  await cluster.dispose()
}
