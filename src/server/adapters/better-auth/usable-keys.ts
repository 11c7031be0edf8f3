/** Which of the stored signing keys this installation can use. */
import { symmetricDecrypt } from 'better-auth/crypto'
import type { Jwk, JwtOptions } from 'better-auth/plugins'

type GetJwks = NonNullable<NonNullable<JwtOptions['adapter']>['getJwks']>

/**
 * Reads the keys whose private half the present secret opens. After the secret has changed there are none, so
 * better-auth makes a new one instead of failing for ever; the old ones are no longer published either, since a
 * secret that was changed may have been changed because it leaked.
 */
export function usableKeys(): GetJwks {
  const usable = new Map<string, boolean>()
  return async ({ context }) => {
    const keys = await context.adapter.findMany<Jwk>({ model: 'jwks' })
    for (const { id, privateKey } of keys) {
      if (!usable.has(id)) usable.set(id, await opens(context.secretConfig, privateKey))
    }
    return keys.filter((key) => usable.get(key.id))
  }
}

async function opens(
  key: Parameters<typeof symmetricDecrypt>[0]['key'],
  privateKey: string,
): Promise<boolean> {
  return symmetricDecrypt({ key, data: JSON.parse(privateKey) }).then(
    () => true,
    () => false,
  )
}
