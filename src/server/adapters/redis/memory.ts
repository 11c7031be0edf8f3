/** How much memory Redis uses, for those who watch over it. */
import type { RedisLink } from './link'

/**
 * `used_memory` in bytes. Undefined where Redis is ill or slow (the link's time limit), or does not tell: some managed
 * ones forbid INFO, and that is no illness.
 */
export async function readRedisMemory(link: Pick<RedisLink, 'call'>): Promise<number | undefined> {
  const told = await link.call((redis) => redis.info('memory').catch(() => ''))
  const bytes = /^used_memory:(\d+)/m.exec(told ?? '')?.[1]
  return bytes === undefined ? undefined : Number(bytes)
}
