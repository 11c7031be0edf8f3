// The secrets of an installation: made at the first start, kept in a file that only its owner can read.
import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { codeOf, EmbeddedPostgresError } from './errors'

const secret = z.string().min(32)
const secretsSchema = z.strictObject({
  superuserPassword: secret,
  apiPassword: secret,
  authPassword: secret,
  authSecret: secret,
})

/** Each is 32 random bytes in base64url. */
export type Secrets = z.infer<typeof secretsSchema>

/**
 * Reads `secrets.json` of the data folder, or makes it. Of several first starts one makes it and all agree.
 * @throws EmbeddedPostgresError `SECRETS_DAMAGED`; the file stays as it is.
 */
export async function loadOrCreateSecrets(dataFolder: string): Promise<Secrets> {
  await makeFolder(dataFolder)
  const path = join(dataFolder, 'secrets.json')
  const content = (await readIfThere(path)) ?? (await createFirst(path))
  await chmod(path, 0o600)
  const secrets = secretsSchema.safeParse(parseJson(content))
  if (secrets.success) return secrets.data
  throw new EmbeddedPostgresError(
    'SECRETS_DAMAGED',
    `${path} is damaged. Nothing was changed; restore it from a backup: the database opens only with it.`,
  )
}

/** With `recursive`, Node calls a read-only disk ENOENT; without, it says what is wrong. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await mkdir(folder, { mode: 0o700 })
  }
}

/** Secrets come before the database: where there is one without them, new ones would not open it. */
async function createFirst(path: string): Promise<string> {
  if ((await readIfThere(join(dirname(path), 'postgres', 'PG_VERSION'))) === undefined) return create(path)
  // Another first start may have made both just now.
  const content = await readIfThere(path)
  if (content !== undefined) return content
  throw new EmbeddedPostgresError(
    'SECRETS_DAMAGED',
    `${path} is missing. Nothing was changed; restore it from a backup: the database opens only with it.`,
  )
}

/** Written whole beside its place, then linked: the link fails where another start was first. */
async function create(path: string): Promise<string> {
  const random = () => randomBytes(32).toString('base64url')
  const secrets: Secrets = {
    superuserPassword: random(),
    apiPassword: random(),
    authPassword: random(),
    authSecret: random(),
  }
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(draft, 'wx', 0o600)
    await file.writeFile(`${JSON.stringify(secrets, null, 2)}\n`)
    await file.sync().finally(() => file.close())
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(path, 'utf8')
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined
    throw error
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
