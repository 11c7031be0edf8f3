/** What to tell people when something they asked for did not happen. */
import type { Text } from '@/client/language/en/text'
import { ParleyError } from '@/contract/errors'

export function whyFailed(error: unknown, { errors, general }: Text): string {
  return error instanceof ParleyError ? errors[error.code] : general.failed
}
