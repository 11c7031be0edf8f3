/** Chance that repeats itself: the same seed, the same numbers (mulberry32). */

export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, `bound`. */
  int(bound: number): number
  /** One of `choices`, which is not empty. */
  pick<T>(choices: readonly [T, ...T[]]): T
  bytes(length: number): Uint8Array
}

export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    int,
    pick: (choices) => choices[int(choices.length)] ?? choices[0],
    bytes: (length) => Uint8Array.from({ length }, () => int(256)),
  }
}
