/** A message's text: Markdown as elements, never as HTML; line breaks kept, direction by its own letters. */
import { type ReactNode, useMemo } from 'react'
import { type Block, parseMarkdown } from './blocks'
import { CodeBlock } from './code-block'
import type { Span } from './inline'
import { NamedText } from './named-text'
import { isPictures } from './pictures'

interface MarkdownTextProps {
  text: string
}

export function MarkdownText({ text }: MarkdownTextProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  const [only] = blocks
  if (blocks.length === 1 && only?.kind === 'text') {
    return (
      <div
        dir="auto"
        className={`min-w-0 whitespace-pre-wrap ${isPictures(text) ? 'text-4xl leading-tight' : ''}`}
      >
        {spansOf(only.spans)}
      </div>
    )
  }
  return <div className="flex min-w-0 flex-col gap-1.5">{blocksOf(blocks)}</div>
}

function blocksOf(blocks: readonly Block[]): ReactNode[] {
  return numbered(blocks).map(([key, block]) => <OneBlock key={key} block={block} />)
}

function OneBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case 'text':
      // Not by an attribute: a list or a quote around it, which asks for its own direction, would not look inside.
      return <div className="whitespace-pre-wrap [unicode-bidi:plaintext]">{spansOf(block.spans)}</div>
    case 'code':
      return <CodeBlock text={block.text} language={block.language} />
    case 'quote':
      return (
        <blockquote dir="auto" className="flex flex-col gap-1 border-s-3 border-accent/50 ps-3 text-muted">
          {blocksOf(block.blocks)}
        </blockquote>
      )
    case 'list':
      return <List block={block} />
  }
}

function List({ block: { start, items } }: { block: Extract<Block, { kind: 'list' }> }) {
  const lines = numbered(items).map(([key, item]) => (
    <li key={key} className="ps-1">
      {blocksOf(item)}
    </li>
  ))
  return start === undefined ? (
    <ul dir="auto" className="list-disc ps-6">
      {lines}
    </ul>
  ) : (
    <ol dir="auto" start={start} className="list-decimal ps-6">
      {lines}
    </ol>
  )
}

function spansOf(spans: readonly Span[]): ReactNode[] {
  return numbered(spans).map(([key, span]) => <OneSpan key={key} span={span} />)
}

function OneSpan({ span }: { span: Span }) {
  switch (span.kind) {
    case 'text':
      return <NamedText text={span.text} />
    case 'code':
      return <code className="rounded-md bg-hover px-1 py-0.5 font-mono text-[0.9em]">{span.text}</code>
    case 'link':
      return (
        <a
          href={span.href}
          target="_blank"
          rel="noopener noreferrer"
          className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
        >
          {span.text}
        </a>
      )
    case 'strong':
      return <strong className="font-semibold">{spansOf(span.spans)}</strong>
    case 'em':
      return <em>{spansOf(span.spans)}</em>
    case 'strike':
      return <s>{spansOf(span.spans)}</s>
  }
}

/** Nothing in a text has a name of its own: its place is its key. */
function numbered<Part>(parts: readonly Part[]): [number, Part][] {
  return parts.map((part, index) => [index, part])
}
