/** A text in which something else than text stands, as a name that is drawn apart: its pieces, in order. */
export function parts<Part>(texts: TemplateStringsArray, ...between: Part[]): (string | Part)[] {
  return texts.flatMap((text, index) => (index < between.length ? [text, between[index] as Part] : [text]))
}
