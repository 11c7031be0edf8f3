'use client'

/** At a message: a change to it that the server refused, with its text if it has one, and what to do about it. */
import { useState } from 'react'
import { useText } from '@/client/hooks/use-text'
import type { Text } from '@/client/language/en/text'
import type { MissingItem, RefusedChange, RoomActions, WrittenItem } from '@/client/sync/view'
import { FailedNotice } from './failed-notice'
import { MarkdownText } from './markdown/markdown-text'
import { MessageEditor } from './message-editor'

interface RefusedNoticeProps {
  item: WrittenItem | MissingItem
  change: RefusedChange
  own: boolean
  actions: Pick<RoomActions, 'edit' | 'retry' | 'discard'>
}

export function RefusedNotice({ item, change, own, actions }: RefusedNoticeProps) {
  const { errors, refused } = useText()
  const [editing, setEditing] = useState(false)
  const content = change.what === 'edit' ? change.content : undefined
  /** There is a message to change. */
  const repeatable = item.kind === 'message'
  const title = whatWasRefused(change, refused)

  /** In this order: in between the text is there twice, never not at all. */
  async function rewrite(text: string) {
    return (await actions.edit(item.id, text)) && actions.discard(change.id)
  }

  function retry() {
    // The same command would be too late again: it names the version that it was written for.
    if (change.code === 'STALE_EDIT' && content !== undefined) return rewrite(content)
    return actions.retry(change.id)
  }

  if (editing && repeatable && content !== undefined) {
    return (
      <div className="mt-1 w-full">
        <MessageEditor content={content} onSave={rewrite} onClose={() => setEditing(false)} />
      </div>
    )
  }
  return (
    <fieldset
      aria-label={title}
      className={`mt-1 flex max-w-full min-w-0 flex-col ${own ? 'items-end' : 'items-start'}`}
    >
      {content !== undefined && (
        <div className="max-w-[min(100%,36rem)] min-w-0 rounded-2xl border border-dashed border-danger px-3.5 py-2">
          <MarkdownText text={content} />
        </div>
      )}
      <FailedNotice
        reason={`${title} ${errors[change.code]}`}
        own={own}
        onRetry={repeatable ? retry : undefined}
        onEdit={repeatable && content !== undefined ? () => setEditing(true) : undefined}
        onCopy={content === undefined ? undefined : () => void navigator.clipboard?.writeText(content)}
        onDiscard={() => actions.discard(change.id)}
      />
    </fieldset>
  )
}

function whatWasRefused(change: RefusedChange, refused: Text['refused']): string {
  switch (change.what) {
    case 'edit':
      return refused.edit
    case 'removal':
      return refused.removal
    case 'reaction':
      return (change.present ? refused.reactionAdded : refused.reactionTakenBack)(change.emoji)
  }
}
