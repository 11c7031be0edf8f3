/**
 * Stories of people with several tabs each, over networks on which anything may happen: the real engine, outbox and
 * browser database, the real router and services. One seed is one story.
 */
import { afterAll, test } from 'vitest'
import { countTransactions } from '@/testing/simulation/browser'
import { openMemoryLog } from '@/testing/simulation/memory-log'
import { tellStory } from '@/testing/simulation/story'

/** `npm run fuzz` asks for others: `from+count`. */
const [from = 1, count = 60] = process.env.PARLEY_FUZZ?.split('+').map(Number) ?? []
const seeds = Array.from({ length: count }, (_, index) => from + index)

afterAll(countTransactions())

test.each(seeds)(
  'SY-28 SY-38 OB-20 whatever becomes of tabs, networks and servers, nothing is lost, repeated or reordered (seed %i)',
  (seed) => tellStory({ seed, length: 200, openLog: openMemoryLog }),
  60_000,
)
