/** One command, with its refusal as an error. */
import { type Accepted, type Command, isAccepted } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import { type ApplyCommandsDependencies, applyCommands } from './apply-commands'

/** @throws ParleyError with the refusal's code */
export async function applyOne(
  dependencies: ApplyCommandsDependencies,
  command: Command,
): Promise<Omit<Accepted, 'id'>> {
  const [result] = await applyCommands(dependencies, command.as, [command])
  if (result && isAccepted(result)) {
    const { id: _, ...accepted } = result
    return accepted
  }
  // A single command depends on nothing, so "not attempted" cannot come.
  if (!result || result.status === 'not_attempted') throw new ParleyError('INTERNAL')
  throw new ParleyError(
    result.status,
    result.retryAfter === undefined ? {} : { retryAfter: result.retryAfter },
  )
}
