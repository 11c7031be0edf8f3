import { expect, test } from 'vitest'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createDrafts } from './drafts'

function setUp() {
  const disk = createMemoryDisk()
  return { disk, open: () => createDrafts(disk.open()) }
}

test('LS-20 what was being written is there after a reload, each room its own', async () => {
  const { open } = setUp()
  const drafts = open()
  drafts.write('tea', 'half a tho')
  drafts.write('cake', 'another')
  drafts.write('tea', 'half a thought')
  expect(await drafts.read('tea')).toBe('half a thought')
  await turn()
  expect(await open().read('tea')).toBe('half a thought')
  expect(await open().read('cake')).toBe('another')
  drafts.write('tea', '')
  await turn()
  expect(await open().read('tea')).toBe('')
})

test('LS-20 while one text is being kept only the latest waits', async () => {
  const kept: string[] = []
  let finish = () => {}
  const drafts = createDrafts({
    watch: () => () => {},
    draft: () => ({
      current: () => '',
      read: async () => '',
      change(run) {
        kept.push(run(''))
        return new Promise((resolve) => {
          finish = () => resolve('')
        })
      },
    }),
  })
  for (const text of ['a', 'ab', 'abc']) drafts.write('tea', text)
  finish()
  await turn()
  expect(kept).toEqual(['a', 'abc'])
  finish()
  await turn()
  expect(kept).toHaveLength(2)
})

test('LS-20 UI-91 keeping waits until what was typed can be seen, and keeps the latest by then', async () => {
  const { disk, open } = setUp()
  let show = () => {}
  const drafts = createDrafts(disk.open(), () => new Promise((resolve) => (show = resolve)))
  drafts.write('tea', 'a')
  drafts.write('tea', 'ab')
  await turn()
  expect(await open().read('tea')).toBe('')
  expect([...drafts.unkept()]).toEqual([['tea', 'ab']])
  show()
  await drafts.pending('tea')
  expect(await open().read('tea')).toBe('ab')
  expect(drafts.pending('tea')).toBeUndefined()
})

test('LS-20 a text that is on its way to the disk is waited for before it is sent', async () => {
  const { open } = setUp()
  const drafts = open()
  expect(drafts.pending('tea')).toBeUndefined()
  drafts.write('tea', 'half')
  drafts.write('tea', 'half a thought')
  expect(drafts.pending('cake')).toBeUndefined()
  await drafts.pending('tea')
  expect(drafts.pending('tea')).toBeUndefined()
  expect(await open().read('tea')).toBe('half a thought')
})

test('LS-20 where nothing can be kept, writing goes on', async () => {
  const { disk, open } = setUp()
  const drafts = open()
  disk.failNext(new Error('disk full'))
  drafts.write('tea', 'lost')
  await turn()
  drafts.write('tea', 'kept')
  await turn()
  expect(await open().read('tea')).toBe('kept')
})

test('UI-57 all drafts are known: those found on disk, and what this tab writes, which goes before', async () => {
  const drafts = setUp().open()
  let told = 0
  drafts.subscribe(() => told++)
  drafts.write('tea', 'half')
  drafts.found([
    { roomId: 'tea', text: 'older' },
    { roomId: 'cake', text: 'found' },
    { roomId: 'blank', text: ' ' },
  ])
  expect([...drafts.all()]).toEqual([
    ['tea', 'half'],
    ['cake', 'found'],
  ])
  const before = drafts.all()
  drafts.write('tea', 'half')
  expect([drafts.all() === before, told]).toEqual([true, 2])
  drafts.write('tea', '')
  expect([...drafts.all().keys()]).toEqual(['cake'])
})

test('LS-44 what another tab writes in a room is told, what this one writes is not', async () => {
  const { open } = setUp()
  const [here, there] = [open(), open()]
  await Promise.all([here.read('tea'), there.read('tea')])
  const heard: string[] = []
  const stop = here.elsewhere('tea', (text) => heard.push(text))
  here.write('tea', 'mine')
  await turn()
  there.write('cake', 'another room')
  there.write('tea', 'mine and theirs')
  await turn()
  expect(heard).toEqual(['mine and theirs'])
  expect(here.all().get('tea')).toBe('mine and theirs')
  there.write('tea', '')
  await turn()
  expect(heard).toEqual(['mine and theirs', ''])
  stop()
  there.write('tea', 'unheard')
  await turn()
  expect(heard).toHaveLength(2)
})

test('LS-44 what is still being kept here is not replaced by what another tab wrote before', async () => {
  const { open } = setUp()
  const [here, there] = [open(), open()]
  await here.read('tea')
  const heard: string[] = []
  here.elsewhere('tea', (text) => heard.push(text))
  there.write('tea', 'theirs')
  here.write('tea', 'mine')
  await turn()
  expect(await here.read('tea')).toBe('mine')
  expect(await there.read('tea')).toBe('mine')
  expect(heard).toEqual([])
})
