'use client'

/** The picker, loaded when it is first wanted; until it is there, its place. */
import { type ComponentProps, Suspense } from 'react'
import { useText } from '@/client/hooks/use-text'
import { late } from '../late'

const EmojiPicker = late(() => import('./emoji-picker').then((it) => it.EmojiPicker))

export function LazyEmojiPicker(props: ComponentProps<typeof EmojiPicker>) {
  const { composer } = useText()
  return (
    <Suspense fallback={<div role="status" aria-label={composer.loadingEmoji} className="h-[19.25rem]" />}>
      <EmojiPicker {...props} />
    </Suspense>
  )
}
