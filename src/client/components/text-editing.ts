/** Changes of a text field that the browser can undo. */

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
