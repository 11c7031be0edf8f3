import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { emojiFile, emojiNamesFile, emojiNamesPath, emojiPath } from './generate-emoji.mjs'

it('UI-68 the emoji are those that `npm run emoji` writes', () => {
  expect(readFileSync(emojiPath, 'utf8')).toBe(emojiFile())
  expect(readFileSync(emojiNamesPath('de'), 'utf8')).toBe(emojiNamesFile('de'))
})
