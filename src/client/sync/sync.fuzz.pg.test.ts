/** A sample of the stories over PostgreSQL: the chat in memory, on which most are told, must not be what makes them end well. */
import { afterAll, test } from 'vitest'
import { countTransactions } from '@/testing/simulation/browser'
import { openPostgresLog } from '@/testing/simulation/postgres-log'
import { tellStory } from '@/testing/simulation/story'

afterAll(countTransactions())

test.each([1, 2, 3, 4])(
  'SY-29 whatever becomes of tabs, networks and servers, nothing is lost, repeated or reordered in PostgreSQL (seed %i)',
  (seed) => tellStory({ seed, length: 200, openLog: openPostgresLog }),
  120_000,
)
