import { expect, test } from 'vitest'
import { serverLimits } from '@/contract/server-limits'
import { createFakeClock } from '@/testing/fake-clock'
import { createPlaces, type Place } from './presence-places'

test('RT-76 a place that was taken over and is told once more by its old process takes nobody along', () => {
  const clock = createFakeClock()
  const places = createPlaces({ clock, limits: serverLimits })
  const heard: string[] = []
  places.watch('peers:1', { send: (frame) => void heard.push(frame.toString()) })
  const old: Place = { topic: 'peers:1', id: 'old', key: 'ada', ref: 'ref', meta: {}, process: 'one' }
  places.put(old)
  places.startLeaving('peers:1', 'old')
  places.put({ ...old, id: 'new', process: undefined }, 'old')
  // The list of the old process was on its way when the place was taken over.
  places.put(old)
  places.startLeaving('peers:1', 'old')
  clock.advance(serverLimits.presenceGraceMs)
  expect(places.all().map(({ id }) => id)).toEqual(['new'])
  expect(heard.filter((frame) => frame.includes('"leaves":{"ada"'))).toEqual([])

  places.remove('peers:1', 'new')
  expect(heard.at(-1)).toContain('"leaves":{"ada"')
})
