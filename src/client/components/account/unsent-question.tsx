'use client'

/** Before somebody goes: what they wrote and the server does not have, and what may become of it. */
import { CloudUpload, Download, LoaderCircle } from 'lucide-react'
import { useRoomHeads } from '@/client/hooks/use-room-heads'
import type { Unsent } from '@/client/sync/unsent'
import { Button } from '../button'
import { saveText } from './save-text'

/** What there is, in words; undefined when there is nothing. */
export function whatIsUnsent({ waiting, texts }: Unsent): string | undefined {
  const parts = [
    counted(waiting, 'message is still waiting', 'messages are still waiting'),
    counted(
      texts.filter(({ what }) => what === 'refused').length,
      'message was refused',
      'messages were refused',
    ),
    counted(
      texts.filter(({ what }) => what === 'draft').length,
      'message is half written',
      'messages are half written',
    ),
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : `${parts.join(', ')}.`
}

function counted(count: number, one: string, many: string): string | undefined {
  if (count === 0) return undefined
  return `${count} ${count === 1 ? one : many}`
}

interface UnsentQuestionProps {
  unsent: Unsent
  /** Waits for what is on its way; undefined when that has been chosen. */
  onSend: (() => void) | undefined
}

export function UnsentQuestion({ unsent, onSend }: UnsentQuestionProps) {
  const { rooms } = useRoomHeads()
  const said = whatIsUnsent(unsent)
  if (said === undefined) return null
  const save = () =>
    saveText('parley-unsent.txt', unsentAsText(unsent, new Map(rooms.map((r) => [r.roomId, r.name]))))
  return (
    <div className="flex flex-col gap-3 rounded-xl bg-notice-soft p-4 text-notice">
      <p role="status" className="text-pretty">
        {said} {unsent.waiting > 0 && !onSend && 'Waiting for the network…'}
      </p>
      <div className="flex flex-wrap gap-2">
        {unsent.waiting > 0 && onSend && (
          <Button kind="outline" onClick={onSend}>
            <CloudUpload size={17} aria-hidden="true" />
            Send first
          </Button>
        )}
        {unsent.waiting > 0 && !onSend && (
          <LoaderCircle size={20} aria-hidden="true" className="m-3 animate-spin" />
        )}
        {unsent.texts.length > 0 && (
          <Button kind="outline" onClick={save}>
            <Download size={17} aria-hidden="true" />
            Save as a file
          </Button>
        )}
      </div>
    </div>
  )
}

const kinds = { waiting: 'not sent yet', refused: 'refused by the server', draft: 'half written' } as const

/** To be read by people. @param names of rooms */
export function unsentAsText({ texts }: Unsent, names: ReadonlyMap<string, string>): string {
  return texts
    .map(({ roomId, what, text }) => `${names.get(roomId) ?? 'A room'} (${kinds[what]}):\n${text}\n`)
    .join('\n')
}
