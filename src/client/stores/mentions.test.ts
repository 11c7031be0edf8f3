import { expect, it } from 'vitest'
import { mentions } from './mentions'

it.each([
  ['@Ada', 'Ada'],
  ['ask @ada, please', 'Ada'],
  ['(@Ada)', 'Ada'],
  ['**@Ada**', 'Ada'],
  ['@Adam and @Ada', 'Ada'],
  ['hi @Ada Lovelace!', 'Ada Lovelace'],
  ['hi @Jose\u0301', 'José'],
  ['@李雷。', '李雷'],
  ['@a.b*c?', 'a.b*c'],
])('NT-01 %j names %j', (text, name) => expect(mentions(text, name)).toBe(true))

it.each([
  ['Ada', 'Ada'],
  ['@Adam', 'Ada'],
  ['@Ada_2', 'Ada'],
  ['mail@ada.example', 'Ada'],
  ['@@Ada', 'Ada'],
  ['@Ada', 'Ada Lovelace'],
  ['@axb', 'a.b'],
  ['@', ''],
  ['@ ', ' '],
])('NT-01 %j does not name %j', (text, name) => expect(mentions(text, name)).toBe(false))
