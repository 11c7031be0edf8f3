/** What a function of the schema answers instead, where it did nothing. */
import { type ErrorCode, ParleyError } from '@/contract/errors'

export interface Refusal {
  refusal: ErrorCode
}

/** @throws ParleyError for a refusal */
export function granted<T extends object>(answer: T | Refusal | null): T | null {
  if (answer && 'refusal' in answer) throw new ParleyError(answer.refusal)
  return answer
}
