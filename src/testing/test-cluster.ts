// A PostgreSQL server for tests, in a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '@/server/adapters/embedded-postgres/supervisor'

/** A server of one's own: `dispose` ends it and deletes its folder; `options` start it again on the same data. */
export type TestCluster = {
  readonly server: EmbeddedPostgres
  readonly options: EmbeddedPostgresOptions
  dispose(): Promise<void>
}

/** Starts a server that does not flush to disk, unless the settings say otherwise: quick, and safe against `kill -9`. */
export async function startTestCluster(
  settings: Record<string, string> = { fsync: 'off' },
): Promise<TestCluster> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'parley-test-'))
  const options = { dataFolder, password: 'superuser-of-a-test', settings }
  const server = await startEmbeddedPostgres(options).catch(async (error: unknown) => {
    await rm(dataFolder, { recursive: true, force: true })
    throw error
  })
  return {
    server,
    options,
    async dispose() {
      await server.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
