/**
 * Marks within a line or paragraph: code, links, bold, italic, struck out. Reads each character a bounded number of times;
 * what is not a mark is text, as it was written. Pure.
 */
import { linkify, safeHref } from './linkify'

export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; text: string }
  | { kind: Mark; spans: Span[] }

export type Mark = 'strong' | 'em' | 'strike'

const marks: Readonly<Record<string, Mark>> = {
  '**': 'strong',
  __: 'strong',
  '*': 'em',
  _: 'em',
  '~~': 'strike',
}

/** Marks inside each other, at most; deeper ones are text. */
const deepest = 6

/** `[name](address)`, short enough that looking for one costs little wherever a bracket stands. */
const named =
  /\[([^[\]\n]{1,200})\]\(((?:https?:\/\/|mailto:)[^\s()<>]{1,500}(?:\([^\s()<>]{0,100}\)[^\s()<>]{0,100}){0,3})\)/iy

export function parseInline(text: string): Span[] {
  return emphasized(atoms(text))
}

/** Code and links, which hold no other marks, and the text between them. */
function atoms(text: string): Span[] {
  const found: Span[] = []
  let start = 0
  /** How many backticks stand together nowhere further on. */
  const unclosed = new Set<number>()
  const add = (span: Span, from: number, to: number) => {
    if (from > start) found.push({ kind: 'text', text: text.slice(start, from) })
    found.push(span)
    start = to
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '`') {
      const run = runAt(text, at)
      const end = unclosed.has(run) ? -1 : closingRun(text, at + run, run)
      if (end < 0) unclosed.add(run)
      else add({ kind: 'code', text: bare(text.slice(at + run, end)) }, at, end + run)
      at = (end < 0 ? at : end) + run - 1
    } else if (char === '[') {
      named.lastIndex = at
      const [all, label = '', address = ''] = named.exec(text) ?? []
      const href = all === undefined ? undefined : hrefOf(address)
      if (all === undefined || href === undefined) continue
      add({ kind: 'link', href, text: honest(label, href) }, at, at + all.length)
      at += all.length - 1
    }
  }
  if (start < text.length) found.push({ kind: 'text', text: text.slice(start) })
  return found.flatMap((span): Span[] => (span.kind === 'text' ? linkify(span.text) : [span]))
}

function runAt(text: string, from: number): number {
  let to = from
  while (text[to] === '`') to++
  return to - from
}

function closingRun(text: string, from: number, length: number): number {
  for (let at = text.indexOf('`', from); at >= 0; ) {
    const run = runAt(text, at)
    if (run === length) return at
    at = text.indexOf('`', at + run)
  }
  return -1
}

/** Without the one space on both sides that lets code begin or end with a backtick. */
function bare(code: string): string {
  const padded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== ''
  return padded ? code.slice(1, -1) : code
}

function hrefOf(address: string): string | undefined {
  if (!/^mailto:/i.test(address)) return safeHref(address)
  return URL.canParse(address) ? new URL(address).href : undefined
}

/** A name that looks like another address is followed by where it really leads. */
function honest(label: string, href: string): string {
  const { host, protocol } = new URL(href)
  if (protocol === 'mailto:' || !/[\p{L}\p{N}-]\.\p{L}{2,}/u.test(label)) return label
  const claimed = label
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
  const isTrue = claimed === host || claimed.startsWith(`${host}/`)
  return isTrue ? label : `${label} (${host})`
}

interface Frame {
  /** As it was written; empty for the outermost. */
  readonly mark: string
  readonly spans: Span[]
}

/** Pairs the marks around and between the atoms. */
function emphasized(all: Span[]): Span[] {
  const frames: Frame[] = [{ mark: '', spans: [] }]
  const top = () => frames.at(-1) ?? { mark: '', spans: [] }
  const text = (piece: string) => {
    if (piece !== '') top().spans.push({ kind: 'text', text: piece })
  }
  /** What was opened last turns out to be text. */
  const give = () => {
    const frame = frames.pop()
    if (!frame) return
    text(frame.mark)
    top().spans.push(...frame.spans)
  }
  function take(mark: string, before: string, after: string) {
    const opener = frames.findLastIndex((frame) => frame.mark === mark)
    if (opener > 0 && canClose(mark, before, after) && !isEmpty(frames.slice(opener))) {
      while (frames.length > opener + 1) give()
      const inner = frames.pop()
      const kind = marks[mark]
      if (inner && kind) top().spans.push({ kind, spans: inner.spans })
    } else if (frames.length <= deepest && canOpen(mark, before, after)) frames.push({ mark, spans: [] })
    else text(mark)
  }
  for (const [index, span] of all.entries()) {
    if (span.kind !== 'text') {
      top().spans.push(span)
      continue
    }
    let start = 0
    for (const match of span.text.matchAll(/\*+|_+|~~/g)) {
      const [run] = match
      text(span.text.slice(start, match.index))
      start = match.index + run.length
      const before = span.text[match.index - 1] ?? (all[index - 1] ? 'x' : ' ')
      const after = span.text[start] ?? (all[index + 1] ? 'x' : ' ')
      if (run.length > 3) text(run)
      else for (const mark of marksOf(run, top().mark)) take(mark, before, after)
    }
    text(span.text.slice(start))
  }
  while (frames.length > 1) give()
  return merged(top().spans)
}

/** Three are two and one; what was opened last is closed first. */
function marksOf(run: string, open: string): string[] {
  if (run.length < 3) return [run]
  const [one = ''] = run
  return open === one ? [one, one + one] : [one + one, one]
}

const isSpace = (char: string) => /\s/.test(char)
const isWord = (char: string) => /[\p{L}\p{N}]/u.test(char)

/** Underscores are marks around words only: names of files and functions have them inside. Nor does `2*3*4` mean anything by it. */
function canOpen(mark: string, before: string, after: string): boolean {
  const isInside = mark.startsWith('_') ? isWord(before) : /\d/.test(before) && /\d/.test(after)
  return !isSpace(after) && before !== '\\' && !isInside
}

function canClose(mark: string, before: string, after: string): boolean {
  return !isSpace(before) && !(mark.startsWith('_') && isWord(after))
}

function isEmpty(frames: readonly Frame[]): boolean {
  return frames.every(({ spans }) => spans.length === 0)
}

/** Neighbouring texts are one. */
function merged(spans: Span[]): Span[] {
  const next: Span[] = []
  for (const span of spans) {
    const last = next.at(-1)
    if (span.kind === 'text' && last?.kind === 'text')
      next[next.length - 1] = { ...last, text: last.text + span.text }
    else next.push('spans' in span ? { ...span, spans: merged(span.spans) } : span)
  }
  return next
}
