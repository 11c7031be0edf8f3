import { expect, it } from 'vitest'
import { typingText } from './typing-line'

it('PT-04 one or two who type are named, more are several', () => {
  expect(typingText([])).toBe('')
  expect(typingText(['Ada'])).toBe('Ada is typing…')
  expect(typingText(['Ada', 'Grace'])).toBe('Ada and Grace are typing…')
  expect(typingText(['Ada', 'Grace', 'Bob'])).toBe('Several people are typing…')
})
