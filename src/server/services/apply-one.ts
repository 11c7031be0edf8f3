/** One command, with its refusal as an error. */
import { type Accepted, type Command, isAccepted } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import { type ApplyCommandsDependencies, applyCommands } from './apply-commands'

/** When it can come again (ms): by then the batch that held it up is over. */
const retryMs = 1_000

/** @throws ParleyError with the refusal's code; RATE_LIMITED when it has to come again by itself (AP-07) */
export async function applyOne(
  dependencies: ApplyCommandsDependencies,
  command: Command,
): Promise<Omit<Accepted, 'id'>> {
  const [result] = await applyCommands(dependencies, command.as, [command])
  if (result && isAccepted(result)) {
    const { id: _, ...accepted } = result
    return accepted
  }
  if (!result) throw new ParleyError('INTERNAL')
  // It went together with a command of another call, on which it builds, and which was refused.
  if (result.status === 'not_attempted') throw new ParleyError('RATE_LIMITED', { retryAfter: retryMs })
  throw new ParleyError(
    result.status,
    result.retryAfter === undefined ? {} : { retryAfter: result.retryAfter },
  )
}
