import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { startTestCluster } from '@/testing/test-cluster'
import { openDatabase } from './start-database'

it('SV-11 processes with one secret share a database that somebody else runs, and with another secret it changes hands', async () => {
  // Passwords belong to the whole server: not the one that other test files are using.
  const cluster = await startTestCluster()
  onTestFinished(cluster.dispose)
  const open = (secret: string) => openDatabase(cluster.server.url(), secret, () => undefined)
  const login = async (url: string) => {
    const client = new pg.Client(url)
    await client.connect()
    const { rows } = await client.query<{ user: string }>('select current_user as user')
    await client.end()
    return rows[0]?.user
  }
  const [one, two] = await Promise.all([open('one secret of many words'), open('one secret of many words')])
  expect(two.urls).toEqual(one.urls)
  expect(two.authSecret).toBe(one.authSecret)
  expect([await login(one.urls.api), await login(one.urls.auth)]).toEqual(['parley_api', 'parley_auth'])
  const other = await open('another secret of many words')
  expect(await login(other.urls.api)).toBe('parley_api')
  await expect(login(one.urls.api)).rejects.toMatchObject({ code: '28P01' })
})
