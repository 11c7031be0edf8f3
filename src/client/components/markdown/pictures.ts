/** A few emoji and nothing else: shown larger. */

const only = /^[\p{Emoji}\p{Emoji_Component}\s]+$/u
/** Digits are emoji characters too, and no pictures by themselves. */
const picture = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u
const most = 6

export function isPictures(text: string): boolean {
  // A family of four has eleven units.
  if (text.length > 12 * most || !only.test(text) || !picture.test(text)) return false
  const count = [...new Intl.Segmenter('en').segment(text.replace(/\s/g, ''))].length
  return count <= most
}
