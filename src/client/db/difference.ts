/** What has to be written to make one list of rows another one. Pure. */
import { commonEnds } from '../sync/common-ends'

export interface Difference<Row> {
  /** New, or other objects than before. */
  readonly put: readonly Row[]
  /** Ids that are there no more. */
  readonly gone: readonly string[]
}

/** Compares objects by identity: values are replaced, never changed in place. Cheap where the ends are alike. */
export function difference<Row>(
  before: readonly Row[],
  after: readonly Row[],
  idOf: (row: Row) => string,
): Difference<Row> {
  const { start, end } = commonEnds(before, after)
  const old = new Map(before.slice(start, before.length - end).map((row) => [idOf(row), row]))
  const put: Row[] = []
  for (const row of after.slice(start, after.length - end)) {
    if (old.get(idOf(row)) !== row) put.push(row)
    old.delete(idOf(row))
  }
  return { put, gone: [...old.keys()] }
}
