/** Where searched words are in a text: the same rules in the browser's copy as in the database. */
import { limits } from './limits'
import { foldText, wordPattern } from './search-query'

/** Begin and end, in UTF-16 units. */
export type TextRange = [begin: number, end: number]

/** What is looked for: groups of words that stand one after another, the last word of all by its beginning. */
export type WantedWords = readonly (readonly string[])[]

export function wantedWords(words: string): WantedWords {
  return words
    .split(/\s+/u)
    .map((part) => foldText(part).match(wordPattern) ?? [])
    .filter((group) => group.length > 0)
}

/** Where they are, in order; undefined where one of them is missing. Nothing wanted is found everywhere, at no place. */
export function findWords(text: string, wanted: WantedWords): TextRange[] | undefined {
  const tokens = [...text.matchAll(wordPattern)].flatMap(({ 0: word, index }) =>
    (foldText(word).match(wordPattern) ?? []).map((folded) => ({
      folded,
      range: [index, index + word.length] satisfies TextRange,
    })),
  )
  const ranges: TextRange[] = []
  for (const [place, group] of wanted.entries()) {
    const isLast = place === wanted.length - 1
    const before = ranges.length
    for (let start = 0; start + group.length <= tokens.length; start++) {
      const fits = group.every((word, offset) => {
        const token = tokens[start + offset]?.folded ?? ''
        return isLast && offset === group.length - 1 ? token.startsWith(word) : token === word
      })
      if (fits) ranges.push(...tokens.slice(start, start + group.length).map(({ range }) => range))
    }
    if (ranges.length === before) return undefined
  }
  return joined(ranges)
}

function joined(ranges: TextRange[]): TextRange[] {
  const result: TextRange[] = []
  for (const [begin, end] of ranges.toSorted((left, right) => left[0] - right[0])) {
    const last = result.at(-1)
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end)
    else result.push([begin, end])
  }
  return result
}

/** A message in one line around the first place of what was found, and the places in it. Never cuts a code point. */
export function snippetOf(
  text: string,
  ranges: readonly TextRange[],
): { snippet: string; ranges: TextRange[] } {
  const first = ranges[0]?.[0] ?? 0
  let begin = first <= limits.snippetLength / 2 ? 0 : first - Math.floor(limits.snippetLength / 4)
  let end = Math.min(text.length, begin + limits.snippetLength)
  if (isInside(text, begin)) begin -= 1
  if (isInside(text, end)) end += 1
  const [head, tail] = [begin > 0 ? '…' : '', end < text.length ? '…' : '']
  const shift = head.length - begin
  return {
    snippet: head + text.slice(begin, end).replaceAll(/\s/gu, ' ') + tail,
    ranges: ranges.flatMap(([from, to]) =>
      from < end && to > begin
        ? [[Math.max(from, begin) + shift, Math.min(to, end) + shift] satisfies TextRange]
        : [],
    ),
  }
}

function isInside(text: string, index: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(index - 1, index + 1))
}
