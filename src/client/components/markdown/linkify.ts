/** Finds web addresses in plain text. Everything else, other schemes above all, stays text. */

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

/** No spaces, quotes or angle brackets, and no invisible characters that could make an address read as another. */
const address = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]+/giu

/** Punctuation, and marks of Markdown, that end the sentence rather than the address. */
const trailing = /[.,;:!?…。、，！？*_~]+$/u

const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** Cuts what belongs to the sentence around the address; a closing bracket stays when the address opened it. */
function trimmed(found: string): string {
  let text = found
  for (;;) {
    const shorter = text.replace(trailing, '')
    const close = shorter.at(-1) ?? ''
    const open = pairs[close]
    if (open !== undefined && shorter.split(close).length > shorter.split(open).length) {
      text = shorter.slice(0, -1)
    } else if (shorter !== text) {
      text = shorter
    } else {
      return text
    }
  }
}

/** The address to open, or undefined for what is not one or hides its host behind a user name. */
export function safeHref(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' ? url.href : undefined
}

/** The parts in order; joined, their texts are the input. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const link = trimmed(match[0])
    const href = safeHref(link)
    if (href === undefined) continue
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'link', text: link, href })
    end = match.index + link.length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}
