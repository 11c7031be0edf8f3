/** What somebody typed into a search, taken apart: words, and `from:`, `in:`, `before:` and `after:` among them. */

export interface SearchQuery {
  /** What is left when the filters are taken out; may be empty. */
  readonly words: string
  /** A part of the author's name, and of the room's. */
  readonly from?: string
  readonly in?: string
  /** Days as `2026-01-31`, in UTC: written before that day began, or after it was over. */
  readonly before?: string
  readonly after?: string
}

const filter = /(?<!\S)(from|in|before|after):(?:"([^"]*)"|(\S*))/giu
const dayMs = 24 * 60 * 60 * 1_000

/** What cannot be understood stays among the words. Of two filters of one kind the last counts. Never throws. (SR-03) */
export function parseSearch(typed: string): SearchQuery {
  const filters: Record<string, string> = {}
  const words = typed.replaceAll(filter, (all, name: string, quoted?: string, plain?: string) => {
    const kind = name.toLowerCase()
    const value = (quoted ?? plain ?? '').trim()
    const isDay = kind === 'before' || kind === 'after'
    if (value === '' || (isDay && startOfDay(value) === undefined)) return all
    filters[kind] = value
    return ' '
  })
  return { words: words.trim().replaceAll(/\s+/gu, ' '), ...filters }
}

/** Unix time (ms) at which a day begins; undefined where there is no such day, or none that a message can be from. */
export function startOfDay(day: string): number | undefined {
  const time = /^(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time
}

/** Unix times (ms) between which a message has to be: from the first, and before the second. */
export function timesOf({ before, after }: SearchQuery): { notBefore?: number; olderThan?: number } {
  const olderThan = before === undefined ? undefined : startOfDay(before)
  const begin = after === undefined ? undefined : startOfDay(after)
  return {
    ...(begin === undefined ? {} : { notBefore: begin + dayMs }),
    ...(olderThan === undefined ? {} : { olderThan }),
  }
}

/** Whether there is anything to look for. */
export function isEmptySearch({ words, ...filters }: SearchQuery): boolean {
  return foldText(words).match(wordPattern) === null && Object.keys(filters).length === 0
}

/** Without case, and without the marks over Latin, Greek and Cyrillic letters, as the database does it. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
}

/** Scripts that write no spaces between words are taken letter by letter. */
export const wordPattern =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])[\p{L}\p{M}\p{N}])+/gu
