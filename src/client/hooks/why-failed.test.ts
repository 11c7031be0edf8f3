import { expect, it } from 'vitest'
import * as german from '@/client/language/de/catalogue'
import { english } from '@/client/language/en/text'
import { errorCodes, errorTable, ParleyError } from '@/contract/errors'
import { whyFailed } from './why-failed'

it('LA-05 what went wrong is said by its code, in the language of the page', () => {
  for (const code of errorCodes) {
    expect(whyFailed(new ParleyError(code), english)).toBe(errorTable[code].message)
    expect(whyFailed(new ParleyError(code), german.text)).toBe(german.text.errors[code])
  }
  expect(whyFailed(new Error('raw'), german.text)).toMatch(/nicht geklappt/)
})
