/** What a test lets go wrong between the page and the server, each time by its own word: nothing here waits for a clock. */
import type { Command } from '@/contract/commands'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import type { MessageLog } from '@/server/ports/message-log'
import { appRouter } from '@/server/trpc/app-router'

export interface Faults {
  /** The server acts on the next request with this call, and the answer never comes. */
  loseAnswer(call: string): void
  /** The next request with this call is refused as a whole. @param retryAfter in milliseconds */
  refuse(call: string, code: ErrorCode, retryAfter?: number): void
  /** The next command of this kind is refused, and the others of its batch go on. */
  refuseCommand(kind: Command['kind'], code: ErrorCode): void
  /** Requests with this call wait from now on, before the server sees them. */
  hold(call: string): Gate
}

export interface Gate {
  /** Resolves when a request waits. */
  held(): Promise<void>
  /** Lets one go: the one that has waited longest, or else the next that comes. */
  next(): void
  /** Lets all go, and holds no more. */
  open(): void
}

/** What the handlers ask of the faults. */
export interface FaultPlan extends Faults {
  /** Resolves when a request with these calls may reach the server. */
  passed(calls: readonly string[]): Promise<void>
  /** What to refuse it with, once. */
  refusal(calls: readonly string[]): ParleyError | undefined
  /** Whether its answer is lost, once. */
  isLost(calls: readonly string[]): boolean
  /** The log, with the commands refused that are to be. */
  refusing(log: MessageLog): MessageLog
}

const procedures = new Set(Object.keys(appRouter._def.procedures))

/** @throws Error for a call that nobody will ever make */
function known(call: string): string {
  if (!procedures.has(call) && !call.startsWith('auth/')) throw new Error(`there is no call ${call}`)
  return call
}

export function createFaults(): FaultPlan {
  const lost: string[] = []
  const refusals: { call: string; error: ParleyError }[] = []
  const refused: { kind: Command['kind']; code: ErrorCode }[] = []
  const gates = new Set<{ call: string; pass(): Promise<void> }>()

  /** Takes out the first that one of these calls meets. */
  function take<Fault>(faults: Fault[], isMet: (fault: Fault) => boolean): Fault | undefined {
    const index = faults.findIndex(isMet)
    return index < 0 ? undefined : faults.splice(index, 1)[0]
  }

  return {
    loseAnswer: (call) => void lost.push(known(call)),
    refuse(call, code, retryAfter) {
      const error = new ParleyError(code, retryAfter === undefined ? {} : { retryAfter })
      refusals.push({ call: known(call), error })
    },
    refuseCommand: (kind, code) => void refused.push({ kind, code }),
    hold(call) {
      const waiting: (() => void)[] = []
      const watching: (() => void)[] = []
      /** How many more may go without waiting. */
      let free = 0
      const gate = {
        call: known(call),
        pass: () =>
          new Promise<void>((go) => {
            if (free > 0) {
              free -= 1
              return go()
            }
            waiting.push(go)
            for (const tell of watching.splice(0)) tell()
          }),
      }
      gates.add(gate)
      return {
        held: () =>
          new Promise((tell) => {
            if (waiting.length > 0) tell()
            else watching.push(tell)
          }),
        next() {
          const go = waiting.shift()
          if (go) go()
          else free += 1
        },
        open() {
          gates.delete(gate)
          for (const go of waiting.splice(0)) go()
        },
      }
    },
    async passed(calls) {
      for (const gate of [...gates]) if (calls.includes(gate.call)) await gate.pass()
    },
    refusal: (calls) => take(refusals, ({ call }) => calls.includes(call))?.error,
    isLost: (calls) => take(lost, (call) => calls.includes(call)) !== undefined,
    refusing: (log) => ({
      ...log,
      async append(commands) {
        const verdicts = commands.map((command) => ({
          command,
          code: take(refused, ({ kind }) => kind === command.kind)?.code,
        }))
        const outcome = await log.append(
          verdicts.filter(({ code }) => code === undefined).map(({ command }) => command),
        )
        const others = [...outcome.results]
        const results = verdicts.flatMap(({ command: { id }, code }) => {
          const result = code ? { id, status: code, message: errorTable[code].message } : others.shift()
          return result ? [result] : []
        })
        return { ...outcome, results }
      },
    }),
  }
}
