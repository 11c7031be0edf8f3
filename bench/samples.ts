/** What a bench has measured, by what it is called, and what stands in the middle of it. */

export interface Samples {
  note(what: string, values: readonly number[]): void
  /** @param part of all of them, from 0 to 1 */
  at(what: string, part: number): number
  all(what: string): readonly number[]
  clear(): void
}

export function createSamples(): Samples {
  const known = new Map<string, number[]>()
  const all = (what: string) => known.get(what) ?? []
  return {
    all,
    note: (what, values) => void known.set(what, [...all(what), ...values]),
    at(what, part) {
      const sorted = all(what).toSorted((one, other) => one - other)
      return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
    },
    clear: () => known.clear(),
  }
}
