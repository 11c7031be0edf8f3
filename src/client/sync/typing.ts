/** Who is typing in one room, and telling the others that the user is: now and then, forgotten soon (PT-01 to PT-03). */
import * as z from 'zod/mini'
import { id } from '@/contract/primitives'
import type { Clock } from './clock'

/** Whoever goes on typing says so again after this long (ms). */
export const tellAgainMs = 3_000
/** Who said so counts as typing for this long (ms): one word may be lost. */
export const forgottenMs = 7_000
/** So many people are remembered; more would not be named anyway. */
export const mostTypers = 10

/** The payload of the event `typing` among a room's peers. */
const typingFrame = z.object({ userId: id })

export interface TypingPorts {
  userId: string
  clock: Clock
  /** Tells the others. */
  say: (payload: z.infer<typeof typingFrame>) => void
  /** Whether the server says that they are there. */
  isHere: (userId: string) => boolean
  /** Others type than before. */
  changed: () => void
}

export interface Typing {
  /** Who is typing, in the order in which they began; the same value until it changed. */
  view(): readonly string[]
  /** The user has typed something. */
  typed(): void
  /** Somebody said that they type; `payload` has not been checked. */
  heard(payload: unknown): void
  /** A message of theirs has come, or they have gone. */
  done(userId: string): void
  /** Nobody types any more, as far as one knows. */
  clear(): void
}

export function createTyping({ userId, clock, say, isHere, changed }: TypingPorts): Typing {
  /** What forgets them. */
  const typers = new Map<string, () => void>()
  let view: readonly string[] = []
  let told: (() => void) | undefined

  function look() {
    view = [...typers.keys()]
    changed()
  }

  function done(typer: string) {
    if (typer === userId) {
      told?.()
      told = undefined
    }
    const stop = typers.get(typer)
    if (!stop) return
    stop()
    typers.delete(typer)
    look()
  }

  return {
    view: () => view,
    done,
    typed() {
      if (told) return
      told = clock.after(tellAgainMs, () => {
        told = undefined
      })
      say({ userId })
    },
    heard(payload) {
      const { data } = typingFrame.safeParse(payload)
      if (!data || data.userId === userId || !isHere(data.userId)) return
      const typer = data.userId
      const stop = typers.get(typer)
      if (!stop && typers.size >= mostTypers) return
      stop?.()
      typers.set(
        typer,
        clock.after(forgottenMs, () => done(typer)),
      )
      if (!stop) look()
    },
    clear() {
      told?.()
      told = undefined
      if (typers.size === 0) return
      for (const stop of typers.values()) stop()
      typers.clear()
      look()
    },
  }
}
