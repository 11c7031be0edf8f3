/** Whether a message names somebody. Pure. */

/** Whether `@name` stands there as whole words, in any case (NT-01). The text is Markdown source. */
export function mentions(content: string, name: string): boolean {
  const wanted = fold(name.trim())
  if (wanted === '') return false
  const text = fold(content)
  for (let at = text.indexOf(`@${wanted}`); at >= 0; at = text.indexOf(`@${wanted}`, at + 1)) {
    const goesOn = /^[\p{L}\p{N}\p{M}_]/u.test(text.slice(at + 1 + wanted.length))
    if (!goesOn && !/[\p{L}\p{N}\p{M}_@]$/u.test(text.slice(0, at))) return true
  }
  return false
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
