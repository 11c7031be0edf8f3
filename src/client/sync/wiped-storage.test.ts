/** The storage is emptied under an open page: by the browser after days, or by its owner. */
import { expect, it } from 'vitest'
import { createFixture, roomId } from './engine-fixture'

/** Empties it as it looks to the page: everything is there no more. */
async function wipe({ disk }: ReturnType<typeof createFixture>) {
  const store = disk.open()
  await store.outbox.change(() => [])
  await store.heads.change(() => undefined)
  await store.room(roomId).change(() => undefined)
  store.close()
}

it('LS-26 FC-31 a room that is shown is rebuilt from the server without a reload', async () => {
  const fixture = createFixture()
  for (const content of ['one', 'two']) fixture.theirs({ content })
  fixture.show()
  await fixture.pass(5_000)
  expect(fixture.texts()).toEqual(['one', 'two'])
  await wipe(fixture)
  await fixture.pass(500)
  expect(fixture.texts()).toEqual(['one', 'two'])
  fixture.theirs({ content: 'three' })
  await fixture.pass(2_000)
  expect(fixture.texts()).toEqual(['one', 'two', 'three'])
  expect(fixture.room.view().connection.state).toBe('online')
})

it('LS-26 FC-31 what was on its way when the storage was wiped is shown once, and the next message goes', async () => {
  const fixture = createFixture()
  fixture.theirs({ content: 'one' })
  fixture.show()
  await fixture.pass(5_000)
  await fixture.room.actions.send('on its way')
  await wipe(fixture)
  await fixture.room.actions.send('after it')
  await fixture.pass(5_000)
  expect(fixture.texts()).toEqual(['one', 'on its way', 'after it'])
  expect(fixture.disk.open().outbox.current()).toEqual([])
})
