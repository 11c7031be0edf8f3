/** Changes of a text field that the browser can undo. */
import { safeHref } from './markdown/linkify'

/** Puts a text in the place of what stands between two places, and the caret after it. */
export function replaceText(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus()
  field.setSelectionRange(start, end)
  // The only way that keeps the undo history; where it is gone, the field is changed all the same.
  if (document.execCommand?.('insertText', false, text)) return
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Puts marks around what is selected, or takes them away. At the end of what is marked it leaves that. */
export function toggleMark(field: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: start, selectionEnd: end, value } = field
  const inner = value.slice(start, end)
  const isMarked =
    value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark
  if (isMarked) {
    replaceText(field, start - mark.length, end + mark.length, inner)
    field.setSelectionRange(start - mark.length, end - mark.length)
  } else if (start === end && value.slice(end, end + mark.length) === mark) {
    field.setSelectionRange(end + mark.length, end + mark.length)
  } else {
    replaceText(field, start, end, `${mark}${inner}${mark}`)
    field.setSelectionRange(start + mark.length, end + mark.length)
  }
}

/**
 * Puts in what was copied: an address over selected words becomes a link with that name; of other text, what nobody sees
 * (marks of the byte order, soft hyphens, empty lines at its end) stays behind. False where the browser does it as well.
 */
export function pasteText(field: HTMLTextAreaElement, pasted: string): boolean {
  const { selectionStart: start, selectionEnd: end, value } = field
  const words = value.slice(start, end)
  const address = pasted.trim()
  const canBeNamed = /^[^[\]\n]*\S[^[\]\n]*$/.test(words) && safeHref(words) === undefined
  if (canBeNamed && !/[\s()<>]/.test(address) && safeHref(address) !== undefined) {
    replaceText(field, start, end, `[${words}](${address})`)
    return true
  }
  const clean = pasted.replace(/[\ufeff\u00ad]/g, '').replace(/[\r\n]+$/, '')
  if (clean === pasted) return false
  replaceText(field, start, end, clean)
  return true
}
