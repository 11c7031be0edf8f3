import { describe, expect, it, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createTyping, forgottenMs, mostTypers, tellAgainMs } from './typing'

const idOf = (n: number) => `0198f1a0-0000-7000-8000-${String(n).padStart(12, '0')}`
const me = idOf(0)
const ada = idOf(1)
const grace = idOf(2)

function start(isHere: (userId: string) => boolean = () => true) {
  const clock = createFakeClock()
  const say = vi.fn()
  const changed = vi.fn()
  return { clock, say, changed, typing: createTyping({ userId: me, clock, say, isHere, changed }) }
}

describe('PT-01', () => {
  it('PT-01 who types says so at once, and again only after a while', () => {
    const { typing, say, clock } = start()
    typing.typed()
    typing.typed()
    expect(say.mock.calls).toEqual([[{ userId: me }]])
    clock.advance(tellAgainMs - 1)
    typing.typed()
    expect(say).toHaveBeenCalledOnce()
    clock.advance(1)
    typing.typed()
    expect(say).toHaveBeenCalledTimes(2)
  })

  it('PT-01 after one’s message the next word is said at once', () => {
    const { typing, say } = start()
    typing.typed()
    typing.done(me)
    typing.typed()
    expect(say).toHaveBeenCalledTimes(2)
  })
})

describe('PT-02', () => {
  it('PT-02 who said so is typing until they have said nothing for a while', () => {
    const { typing, clock, changed } = start()
    typing.heard({ userId: ada })
    expect(typing.view()).toEqual([ada])
    clock.advance(tellAgainMs)
    typing.heard({ userId: ada })
    expect(changed).toHaveBeenCalledOnce()
    clock.advance(forgottenMs - 1)
    expect(typing.view()).toEqual([ada])
    clock.advance(1)
    expect(typing.view()).toEqual([])
    expect(changed).toHaveBeenCalledTimes(2)
    expect(clock.pending()).toBe(0)
  })

  it('PT-02 a message of theirs ends it, and of nobody else', () => {
    const { typing, clock } = start()
    typing.heard({ userId: ada })
    typing.heard({ userId: grace })
    typing.done(ada)
    expect(typing.view()).toEqual([grace])
    typing.clear()
    expect(typing.view()).toEqual([])
    expect(clock.pending()).toBe(0)
  })
})

describe('PT-03', () => {
  it.each([undefined, null, 'typing', [], {}, { userId: 7 }, { userId: 'Ada' }, { userId: me }])(
    'PT-03 %j is ignored',
    (payload) => {
      const { typing, clock } = start()
      typing.heard(payload)
      expect(typing.view()).toEqual([])
      expect(clock.pending()).toBe(0)
    },
  )

  it('PT-03 who is not there does not type', () => {
    const { typing } = start((userId) => userId === ada)
    typing.heard({ userId: grace })
    typing.heard({ userId: ada })
    expect(typing.view()).toEqual([ada])
  })

  it('PT-03 only so many are remembered', () => {
    const { typing, clock } = start()
    for (let n = 1; n < 50; n++) typing.heard({ userId: idOf(n) })
    expect(typing.view()).toHaveLength(mostTypers)
    expect(clock.pending()).toBe(mostTypers)
  })
})
