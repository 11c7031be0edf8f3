/** What remains of a message where there is only one line for it: no marks, no line breaks. Pure. */
import { type Block, parseMarkdown } from './blocks'
import type { Span } from './inline'

/** Of so much of the text (UTF-16 units) it is taken: more would not be seen. */
const most = 600

export function plainText(content: string): string {
  return parseMarkdown(content.slice(0, most)).map(textOfBlock).join(' ').replace(/\s+/g, ' ').trim()
}

/**
 * A piece of a text without its marks, and where in it now stand the words that stood at these places.
 *
 * @param ranges of the piece as it was written, in order
 */
export function plainPiece(piece: string, ranges: readonly (readonly [from: number, to: number])[]) {
  const text = plainText(piece)
  const found: [from: number, to: number][] = []
  let end = 0
  for (const [from, to] of ranges) {
    const word = piece.slice(from, to)
    const at = text.indexOf(word, end)
    // A mark within a word, or none of it is shown.
    if (at < 0) continue
    end = at + word.length
    found.push([at, end])
  }
  return { text, ranges: found }
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.spans.map(textOfSpan).join('')
    case 'code':
      return block.text
    case 'quote':
      return block.blocks.map(textOfBlock).join(' ')
    case 'list':
      return block.items.map((item) => item.map(textOfBlock).join(' ')).join(' · ')
  }
}

function textOfSpan(span: Span): string {
  return 'spans' in span ? span.spans.map(textOfSpan).join('') : span.text
}
