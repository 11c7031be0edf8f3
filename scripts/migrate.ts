/** `npm run db:migrate -- up|down|status`, for the database that DATABASE_URL names. */
import { migrateDown, migrateToLatest, migrationStatus } from '@/server/adapters/postgres/migrate'

const actions: Record<string, (url: string) => Promise<string>> = {
  async up(url) {
    const names = await migrateToLatest(url)
    return names.length > 0 ? `Applied: ${names.join(', ')}.` : 'Nothing to apply.'
  },
  async down(url) {
    const names = await migrateDown(url)
    return names.length > 0 ? `Taken back: ${names.join(', ')}.` : 'Nothing to take back.'
  },
  async status(url) {
    const migrations = await migrationStatus(url)
    return migrations
      .map(({ name, appliedAt }) => `${name}  ${appliedAt?.toISOString() ?? 'not applied'}`)
      .join('\n')
  },
}

const action = actions[process.argv[2] ?? '']
const url = process.env.DATABASE_URL
try {
  if (!action) throw new Error('Say what to do: npm run db:migrate -- up|down|status')
  if (!url) {
    throw new Error(
      'DATABASE_URL is not set: it names the database to migrate, as postgres://user:password@host:5432/name. ' +
        '(The embedded database is migrated by every start.)',
    )
  }
  console.log(await action(url))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
