/** What stands in lines of its own: code, quotes, lists. Everything else is text, with its line breaks. Pure. */
import { parseInline, type Span } from './inline'

export type Block =
  | { kind: 'text'; spans: Span[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; start: number | undefined; items: Block[][] }

/** Quotes and lists inside each other, at most; deeper ones are text. */
const deepest = 4

const fence = /^ {0,3}(`{3,}|~{3,})\s*([\p{L}\p{N}+#._-]{0,20})\s*$/u
const quote = /^ {0,3}> ?/
const item = /^( {0,3})(?:[-*+]|(\d{1,9})[.)]) +(?=\S)/

export function parseMarkdown(content: string): Block[] {
  return blocksOf(content.split('\n'), 0)
}

function blocksOf(lines: string[], depth: number): Block[] {
  const blocks: Block[] = []
  let text: string[] = []
  const endText = () => {
    const joined = text.join('\n')
    if (joined.trim() !== '')
      blocks.push({
        kind: 'text',
        spans: parseInline(blocks.length > 0 ? joined.replace(/^\n+/, '') : joined),
      })
    text = []
  }
  for (let at = 0; at < lines.length; ) {
    const block = depth < deepest ? blockAt(lines, at, depth) : undefined
    if (!block) {
      text.push(lines[at] ?? '')
      at++
      continue
    }
    // The empty lines around what stands apart are not shown.
    while (text.at(-1)?.trim() === '') text.pop()
    endText()
    blocks.push(block.block)
    at = block.end
  }
  if (blocks.length > 0) while (text.at(-1)?.trim() === '') text.pop()
  endText()
  return blocks
}

function blockAt(lines: string[], at: number, depth: number): { block: Block; end: number } | undefined {
  const line = lines[at] ?? ''
  const [, ticks, language = ''] = fence.exec(line) ?? []
  if (ticks !== undefined) return codeAt(lines, at, ticks, language)
  if (quote.test(line)) {
    let end = at
    while (end < lines.length && quote.test(lines[end] ?? '')) end++
    const inner = lines.slice(at, end).map((one) => one.replace(quote, ''))
    return { block: { kind: 'quote', blocks: blocksOf(inner, depth + 1) }, end }
  }
  return item.test(line) ? listAt(lines, at, depth) : undefined
}

/** To its end, or where it has none, to the end of all: so it looks while it is being written. */
function codeAt(lines: string[], at: number, ticks: string, language: string) {
  let end = at + 1
  while (end < lines.length && !isEndOf(lines[end] ?? '', ticks)) end++
  const text = lines.slice(at + 1, end).join('\n')
  return { block: { kind: 'code', language, text } as const, end: end + 1 }
}

function isEndOf(line: string, ticks: string): boolean {
  const trimmed = line.trim()
  return trimmed.length >= ticks.length && trimmed === (ticks[0] ?? '').repeat(trimmed.length)
}

function listAt(lines: string[], at: number, depth: number) {
  const indent = ([, spaces = '']: RegExpExecArray) => spaces.length
  const isBeside = (one: RegExpExecArray, other: RegExpExecArray) =>
    (one[2] === undefined) === (other[2] === undefined) && indent(one) - indent(other) < 2
  const first = item.exec(lines[at] ?? '')
  const items: string[][] = []
  let end = at
  for (; end < lines.length; end++) {
    const line = lines[end] ?? ''
    const found = item.exec(line)
    if (found && first && isBeside(found, first)) items.push([line.slice(found[0].length)])
    // What is indented goes on with the item: another paragraph of it, or a list inside it.
    else if (/^ {2,}\S/.test(line) && items.length > 0) items.at(-1)?.push(line.replace(/^ {2,4}/, ''))
    else break
  }
  const start = first?.[2] === undefined ? undefined : Number(first[2])
  return { block: { kind: 'list', start, items: items.map((one) => blocksOf(one, depth + 1)) } as const, end }
}
