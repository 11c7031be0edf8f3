/** What remains of a message where there is only one line for it: no marks, no line breaks. Pure. */
import { type Block, parseMarkdown } from './blocks'
import type { Span } from './inline'

/** Of so much of the text (UTF-16 units) it is taken: more would not be seen. */
const most = 600

export function plainText(content: string): string {
  return parseMarkdown(content.slice(0, most)).map(textOfBlock).join(' ').replace(/\s+/g, ' ').trim()
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
