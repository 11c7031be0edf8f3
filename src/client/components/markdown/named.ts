/** People and rooms that are named in a text. Pure. */
import type { KnownName } from '@/client/hooks/use-names-in-text'

/** By sign and first letter, the longest names first: of "Ada" and "Ada Lovelace" the one that is all there counts. */
export type NameIndex = ReadonlyMap<string, readonly KnownName[]>

export type NamedPiece = { text: string; named?: KnownName }

export function indexNames(all: Iterable<KnownName>): NameIndex {
  const index = new Map<string, KnownName[]>()
  for (const { name, ...rest } of all) {
    const entry = { ...rest, name: name.trim().normalize('NFC') }
    if (entry.name === '') continue
    const key = keyOf(entry.sign, entry.name)
    index.set(key, [...(index.get(key) ?? []), entry])
  }
  for (const entries of index.values()) entries.sort((one, other) => other.name.length - one.name.length)
  return index
}

/** The text in pieces. A name stands there as NT-01 says: as whole words, in any case. */
export function namesIn(text: string, index: NameIndex): NamedPiece[] {
  if (index.size === 0 || !/[@#]/.test(text)) return [{ text }]
  const whole = text.normalize('NFC')
  const pieces: NamedPiece[] = []
  let start = 0
  for (const { index: at } of whole.matchAll(/(?<![\p{L}\p{N}\p{M}_@#])[@#]/gu)) {
    const named = at < start ? undefined : nameAt(whole, at, index)
    if (!named) continue
    const end = at + 1 + named.name.length
    if (at > start) pieces.push({ text: whole.slice(start, at) })
    pieces.push({ text: whole.slice(at, end), named })
    start = end
  }
  if (start < whole.length) pieces.push({ text: whole.slice(start) })
  return pieces
}

function nameAt(text: string, at: number, index: NameIndex): KnownName | undefined {
  const from = at + 1
  return index.get(keyOf(text.charAt(at), text.slice(from)))?.find(({ name }) => {
    const end = from + name.length
    const isSame = text.slice(from, end).toLowerCase() === name.toLowerCase()
    return isSame && !/^[\p{L}\p{N}\p{M}_]/u.test(text.slice(end, end + 2))
  })
}

function keyOf(sign: string, text: string): string {
  return sign + text.slice(0, 1).toLowerCase()
}
