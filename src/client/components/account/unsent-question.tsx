'use client'

/** Before somebody goes: what they wrote and the server does not have, and what may become of it. */
import { CloudUpload, Download, LoaderCircle } from 'lucide-react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useRoomHeads } from '@/client/hooks/use-room-heads'
import type { MoreText } from '@/client/language/en/more-text'
import type { Unsent } from '@/client/sync/unsent'
import { Button } from '../button'
import { saveText } from './save-text'

type Words = MoreText['leaving']

/** What there is, in words; undefined when there is nothing. */
export function whatIsUnsent({ waiting, texts }: Unsent, words: Words): string | undefined {
  const counts = { waiting, refused: 0, draft: 0 }
  for (const { what } of texts) if (what !== 'waiting') counts[what] += 1
  const parts = (['waiting', 'refused', 'draft'] as const).flatMap((what) =>
    counts[what] === 0 ? [] : [words[what](counts[what])],
  )
  return parts.length === 0 ? undefined : `${parts.join(', ')}.`
}

interface UnsentQuestionProps {
  unsent: Unsent
  /** Waits for what is on its way; undefined when that has been chosen. */
  onSend: (() => void) | undefined
}

export function UnsentQuestion({ unsent, onSend }: UnsentQuestionProps) {
  const { leaving, shared } = useMoreText()
  const { rooms } = useRoomHeads()
  const said = whatIsUnsent(unsent, leaving)
  if (said === undefined) return null
  const save = () =>
    saveText(leaving.file.name, unsentAsText(unsent, new Map(rooms.map((r) => [r.roomId, r.name])), leaving))
  return (
    <div className="flex flex-col gap-3 rounded-xl bg-notice-soft p-4 text-notice">
      <p role="status" className="text-pretty">
        {said} {unsent.waiting > 0 && !onSend && leaving.waitingForNetwork}
      </p>
      <div className="flex flex-wrap gap-2">
        {unsent.waiting > 0 && onSend && (
          <Button kind="outline" onClick={onSend}>
            <CloudUpload size={17} aria-hidden="true" />
            {leaving.sendFirst}
          </Button>
        )}
        {unsent.waiting > 0 && !onSend && (
          <LoaderCircle size={20} aria-hidden="true" className="m-3 animate-spin" />
        )}
        {unsent.texts.length > 0 && (
          <Button kind="outline" onClick={save}>
            <Download size={17} aria-hidden="true" />
            {shared.saveAsFile}
          </Button>
        )}
      </div>
    </div>
  )
}

/** To be read by people. @param names of rooms */
export function unsentAsText({ texts }: Unsent, names: ReadonlyMap<string, string>, { file }: Words): string {
  return texts
    .map(({ roomId, what, text }) => `${names.get(roomId) ?? file.someRoom} (${file[what]}):\n${text}\n`)
    .join('\n')
}
