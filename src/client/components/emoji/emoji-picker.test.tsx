// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { emoji as oneEmoji } from '@/contract/primitives'
import { emojiGroups, emojiIn, emojiNames, emojiWith } from './emoji-names'
import { EmojiPicker } from './emoji-picker'

afterEach(cleanup)

it('UI-68 every emoji that is offered is one that the server takes, and stands there once', () => {
  const all = emojiGroups.flatMap(({ emoji }) => emoji.map((one) => one.emoji))
  expect(all.filter((one) => !oneEmoji.safeParse(one).success)).toEqual([])
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(1_500)
})

it('UI-68 emoji are found by any part of any of their names', () => {
  const found = (text: string) => emojiWith(text).flatMap(({ emoji }) => emoji.map((one) => one.emoji))
  expect(found('tada')).toEqual(['🎉'])
  expect(found('Party Popper')).toEqual(['🎉'])
  expect(found('no such thing')).toEqual([])
})

it('LA-06 in German they have German names besides, and their short ones still', async () => {
  const german = await emojiIn('de')
  const found = (text: string) =>
    emojiWith(text, german).flatMap(({ emoji }) => emoji.map((one) => one.emoji))
  expect(found('tada')).toContain('🎉')
  expect(found('konfetti')).toContain('🎉')
  expect(found('rotes Herz')).toEqual(['❤️'])
  const called = (one: string) =>
    german
      .flatMap(({ emoji }) => emoji)
      .find(({ emoji }) => emoji === one)
      ?.names.at(-1)
  expect(called('❤️')).toBe('rotes Herz')
  expect(german.flatMap(({ emoji }) => emoji).filter(({ emoji, names }) => names.at(-1) === emoji)).toEqual(
    [],
  )
  const names = emojiNames(german).map(({ id }) => id)
  expect(names).toContain('herz ❤️')
  expect(new Set(names).size).toBe(names.length)
})

it('UI-68 one is picked by keyboard alone: by searching, or with the arrows', async () => {
  const onPick = vi.fn()
  render(<EmojiPicker onPick={onPick} />)
  const search = screen.getByRole('searchbox', { name: 'Find an emoji' })
  await userEvent.type(search, 'heart eyes')
  const [first, second] = screen.getAllByRole('button')
  await userEvent.keyboard('{ArrowDown}')
  expect(document.activeElement).toBe(first)
  await userEvent.keyboard('{ArrowRight}')
  expect(document.activeElement).toBe(second)
  await userEvent.keyboard('{Enter}')
  expect(onPick.mock.calls).toEqual([[second?.textContent]])
  await userEvent.keyboard('{ArrowUp}')
  expect(document.activeElement).toBe(search)
  await userEvent.keyboard('{Enter}')
  expect(onPick.mock.calls.at(-1)).toEqual([first?.textContent])
})
