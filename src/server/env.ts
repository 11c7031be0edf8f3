/** The environment, parsed once. Nothing else reads `process.env`. */
import { isAbsolute, resolve } from 'node:path'
import * as z from 'zod/mini'

export interface Env {
  /** Next's development mode, with reload. */
  dev: boolean
  host: string
  /** 0 lets the system choose. */
  port: number
  /** Where embedded data, secrets and logs lie; absolute. */
  dataFolder: string
}

const portMessage = 'must be a port number'
const port = z.number().check(z.lte(65_535, portMessage))

const schema = z.object({
  NODE_ENV: z.optional(z.string()),
  HOST: z._default(z.string().check(z.minLength(1, 'must name an address')), '127.0.0.1'),
  PORT: z._default(
    z.pipe(z.string().check(z.regex(/^\d{1,5}$/, portMessage)), z.pipe(z.transform(Number), port)),
    3000,
  ),
  PARLEY_DATA: z._default(z.string().check(z.minLength(1, 'must name a folder')), '.data'),
})

/** A setting that cannot be used. The message names it. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/**
 * @param folder what a relative PARLEY_DATA is relative to
 * @throws EnvError naming the first wrong variable
 */
export function parseEnv(variables: Record<string, string | undefined>, folder: string): Env {
  const parsed = schema.safeParse(variables)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new EnvError(`${issue?.path.join('.')} ${issue?.message}.`)
  }
  const { NODE_ENV, HOST, PORT, PARLEY_DATA } = parsed.data
  return {
    dev: NODE_ENV === 'development',
    host: HOST,
    port: PORT,
    dataFolder: isAbsolute(PARLEY_DATA) ? PARLEY_DATA : resolve(folder, PARLEY_DATA),
  }
}
