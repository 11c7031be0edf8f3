import { expect, it } from 'vitest'
import { english } from '@/client/language/en/text'
import { typingText } from './typing-line'

it('PT-04 one or two who type are named, more are several', () => {
  expect(typingText([], english.room)).toBe('')
  expect(typingText(['Ada'], english.room)).toBe('Ada is typing…')
  expect(typingText(['Ada', 'Grace'], english.room)).toBe('Ada and Grace are typing…')
  expect(typingText(['Ada', 'Grace', 'Bob'], english.room)).toBe('Several people are typing…')
})
