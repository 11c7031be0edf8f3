/** What to tell people when something they asked for did not happen. */
import { ParleyError } from '@/contract/errors'

export function whyFailed(error: unknown): string {
  if (error instanceof ParleyError) return error.message
  return 'This did not work. Check your connection and try again.'
}
