/** What each code of an error means to people, as the contract says it. */
import { type ErrorCode, errorCodes, errorTable } from '@/contract/errors'

export const errors = Object.fromEntries(
  errorCodes.map((code) => [code, errorTable[code].message]),
) as Record<ErrorCode, string>
