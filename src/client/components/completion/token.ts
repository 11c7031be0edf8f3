/** What is being typed right before the caret that could be completed, and what fits it. Pure. */

export interface Token {
  /** `@` a person, `#` a room, `:` an emoji. */
  trigger: '@' | '#' | ':'
  query: string
  /** Where the trigger stands in the text. */
  start: number
}

/** Shown at once, at most. */
const most = 8
/** Longer than this (UTF-16 units) nobody types to find something. */
const longest = 40

/** An emoji needs two letters: a colon alone is a colon. */
const typed = /(?<![\p{L}\p{N}@#:])(?:([@#])([\p{L}\p{N}._' -]{0,40})|(:)([\p{L}\p{N}_+-]{2,40}))$/u

export function tokenAt(text: string, caret: number): Token | undefined {
  const before = text.slice(Math.max(0, caret - longest - 2), caret)
  const [all, sign, name, colon, emoji] = typed.exec(before) ?? []
  if (all === undefined) return undefined
  const query = name ?? emoji ?? ''
  // Two words end a name, unless it is one.
  const trigger = sign === '@' ? '@' : colon === ':' ? ':' : '#'
  return { trigger, query, start: caret - all.length }
}

export interface Candidate {
  id: string
  /** What is searched, and shown. */
  name: string
  /** What takes the place of what was typed. */
  inserted: string
}

/** Those that begin like the query, then those of which a word does; by name. Nothing where the query is one already. */
export function matching(candidates: readonly Candidate[], query: string): Candidate[] {
  const wanted = fold(query)
  const found: [rank: number, candidate: Candidate][] = []
  for (const candidate of candidates) {
    const name = fold(candidate.name)
    const rank = name.startsWith(wanted)
      ? 0
      : name.split(/[\s_-]+/).some((word) => word.startsWith(wanted))
        ? 1
        : -1
    if (rank >= 0) found.push([rank, candidate])
  }
  return found
    .sort(
      ([a, one], [b, other]) =>
        a - b || one.name.length - other.name.length || (one.name < other.name ? -1 : 1),
    )
    .slice(0, most)
    .map(([, candidate]) => candidate)
}

/** Without case and accents. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
