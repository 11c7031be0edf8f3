/** A number that may need grouping: itself, for the plural, and as the reader's locale writes it. */
export interface LongCount {
  count: number
  shown: string
}
