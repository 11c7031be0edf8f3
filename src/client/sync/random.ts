/** Chance, for jitter. A port: a number from 0 up to, not including, 1. */
export type Random = () => number

/** A delay that doubles with each failure up to a bound, half of it random so that clients do not return in step. */
export function backoff(failures: number, random: Random, first = 500, longest = 30_000): number {
  const delay = Math.min(longest, first * 2 ** Math.max(0, failures - 1))
  return Math.round(delay / 2 + (random() * delay) / 2)
}
