/** Buses without a network: the processes of a test, joined by hand, which can lose messages and be cut off. */
import { randomUUID } from 'node:crypto'
import { serverLimits } from '@/contract/server-limits'
import type { Bus, BusListener } from '@/server/ports/bus'
import type { Clock } from '@/server/ports/clock'

export interface MemoryExchange {
  /** A bus for one process. */
  open(): MemoryBus
}

export interface MemoryBus extends Bus {
  /** The next message to this process does not arrive, and only the one after it shows that. */
  lose(): void
  /** Neither sends nor hears, as far as it knows. */
  cut(): void
  heal(): void
  /** Ends without a goodbye, as a killed process does. */
  kill(): void
}

interface Process {
  readonly id: string
  listener: BusListener | undefined
  loses: boolean
  missed: boolean
  isCut: boolean
}

/** @param clock when a killed process counts as gone */
export function createMemoryExchange(clock: Clock): MemoryExchange {
  const processes = new Set<Process>()

  function others(of: Process): Process[] {
    return [...processes].filter((process) => process !== of && !process.isCut)
  }

  function hand(to: Process, from: string, header: string, body: Buffer): void {
    if (to.loses) {
      to.loses = false
      to.missed = true
      return
    }
    if (to.missed) {
      to.missed = false
      to.listener?.missed()
    }
    to.listener?.message(from, JSON.parse(header), body)
  }

  return {
    open() {
      const self: Process = {
        id: randomUUID(),
        listener: undefined,
        loses: false,
        missed: false,
        isCut: false,
      }
      processes.add(self)
      return {
        publish(header, body = Buffer.alloc(0)) {
          if (self.isCut || !processes.has(self)) return
          const text = JSON.stringify(header)
          for (const process of others(self)) hand(process, self.id, text, body)
        },
        listen(listener) {
          self.listener = listener
          listener.missed()
        },
        isWhole: () => !self.isCut,
        async close() {
          processes.delete(self)
          for (const process of others(self)) process.listener?.gone(self.id)
        },
        lose() {
          self.loses = true
        },
        cut() {
          self.isCut = true
        },
        heal() {
          self.isCut = false
          for (const process of processes) process.listener?.missed()
        },
        kill() {
          processes.delete(self)
          clock.after(serverLimits.busSilentMs, () => {
            for (const process of others(self)) process.listener?.gone(self.id)
          })
        },
      }
    },
  }
}
