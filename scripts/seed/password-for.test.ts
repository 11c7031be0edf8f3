import { expect, test } from 'vitest'
import { passwordFor } from './password-for'

test('SD-03 the well-known password is for this machine only', () => {
  const wellKnown = passwordFor('localhost', undefined)
  expect(passwordFor('127.0.0.1', undefined)).toBe(wellKnown)
  expect(passwordFor('[::1]', undefined)).toBe(wellKnown)
  expect(() => passwordFor('chat.example.org', undefined)).toThrow('--password')
  expect(() => passwordFor('127.0.0.1.example.org', undefined)).toThrow('--password')
  expect(passwordFor('chat.example.org', 'chosen by somebody')).toBe('chosen by somebody')
})
