'use client'

/** The picker, loaded when it is first wanted; until it is there, its place. */
import { type ComponentProps, lazy, Suspense } from 'react'

const EmojiPicker = lazy(() => import('./emoji-picker').then((it) => ({ default: it.EmojiPicker })))

export function LazyEmojiPicker(props: ComponentProps<typeof EmojiPicker>) {
  return (
    <Suspense fallback={<div role="status" aria-label="Loading emoji" className="h-[19.25rem]" />}>
      <EmojiPicker {...props} />
    </Suspense>
  )
}
