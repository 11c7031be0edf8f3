'use client'

/** What one can do with a message: react, copy, and with one's own edit and remove. */
import { Copy, Ellipsis, Pencil, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Popover } from './popover'
import { PopoverItem } from './popover-item'
import { QuickReactions } from './quick-reactions'

interface MessageMenuProps {
  own: boolean
  onReact: (emoji: string) => void
  onCopy: () => void
  onEdit: () => void
  onRemove: () => void
}

export function MessageMenu(props: MessageMenuProps) {
  return (
    <Popover
      label="Message actions"
      icon={<Ellipsis size={18} aria-hidden="true" />}
      align={props.own ? 'end' : 'start'}
      buttonClassName="grid h-11 w-9 -my-1 place-items-center rounded-xl text-muted opacity-0 transition-opacity group-hover/message:opacity-100 hover:text-ink focus-visible:opacity-100 aria-expanded:opacity-100 pointer-coarse:w-11 pointer-coarse:opacity-60"
    >
      {(close) => <Choices {...props} close={close} />}
    </Popover>
  )
}

function Choices({
  own,
  onReact,
  onCopy,
  onEdit,
  onRemove,
  close,
}: MessageMenuProps & { close: () => void }) {
  const [removing, setRemoving] = useState(false)

  function choose(action: () => void) {
    close()
    action()
  }

  if (removing) {
    return (
      <>
        <PopoverItem icon={Trash2} label="Remove for everyone" danger onClick={() => choose(onRemove)} />
        <PopoverItem icon={Undo2} label="Keep it" onClick={close} />
      </>
    )
  }
  return (
    <>
      <QuickReactions onReact={(emoji) => choose(() => onReact(emoji))} />
      <PopoverItem icon={Copy} label="Copy text" onClick={() => choose(onCopy)} />
      {own && <PopoverItem icon={Pencil} label="Edit" onClick={() => choose(onEdit)} />}
      {own && <PopoverItem icon={Trash2} label="Remove" danger onClick={() => setRemoving(true)} />}
    </>
  )
}
