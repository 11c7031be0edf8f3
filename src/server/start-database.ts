/** The embedded database, ready to be used: started, migrated, its two login roles given their passwords. */
import { loadOrCreateSecrets, type Secrets } from './adapters/embedded-postgres/secrets'
import { startEmbeddedPostgres } from './adapters/embedded-postgres/supervisor'
import { migrateToLatest, setRolePasswords } from './adapters/postgres/migrate'

export interface RunningDatabase {
  urls: { api: string; auth: string }
  secrets: Secrets
  stop(): Promise<void>
  /** Tells once when the database ended by itself. */
  onExit(listener: (error: Error) => void): void
}

export async function startDatabase(
  dataFolder: string,
  say: (text: string) => void,
): Promise<RunningDatabase> {
  const secrets = await loadOrCreateSecrets(dataFolder)
  const postgres = await startEmbeddedPostgres({
    dataFolder,
    password: secrets.superuserPassword,
    onProgress: say,
  })
  try {
    const applied = await migrateToLatest(postgres.url())
    if (applied.length > 0) say(`Database migrated: ${applied.join(', ')}`)
    await setRolePasswords(postgres.url(), { api: secrets.apiPassword, auth: secrets.authPassword })
  } catch (error) {
    await postgres.stop()
    throw error
  }
  return {
    secrets,
    urls: {
      api: postgres.url({ user: 'parley_api', password: secrets.apiPassword }),
      auth: postgres.url({ user: 'parley_auth', password: secrets.authPassword }),
    },
    stop: postgres.stop,
    onExit: postgres.onExit,
  }
}
