// Vitest's global set-up of the project `pg`: one PostgreSQL for the whole run, with a migrated template database
// that every test file clones.
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import type { EmbeddedPostgres } from '@/server/adapters/embedded-postgres/supervisor'
import { migrateToLatest, setRolePasswords } from '@/server/adapters/postgres/migrate'
import { startTestCluster } from './test-cluster'
import { rolePasswords, templateDatabase } from './test-database'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster({ fsync: 'off', max_connections: '300' })
  try {
    await makeTemplate(cluster.server)
  } catch (error) {
    await cluster.dispose()
    throw error
  }
  project.provide('postgresUrl', cluster.server.url({ database: 'postgres' }))
  return () => cluster.dispose()
}

async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client(server.url({ database: 'postgres' }))
  await client.connect()
  await client.query(`CREATE DATABASE ${templateDatabase}`).finally(() => client.end())
  const url = server.url({ database: templateDatabase })
  await migrateToLatest(url)
  await setRolePasswords(url, rolePasswords)
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL to the database `postgres` of the run's server. */
    postgresUrl: string
  }
}
