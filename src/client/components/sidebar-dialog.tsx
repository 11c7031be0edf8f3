'use client'

/** What opens over the sidebar: a new room, another name, the settings, the shortcuts. Loaded when one of them does. */
import { useText } from '@/client/hooks/use-text'
import type { NewRoomKind } from './create-room-form'
import { Dialog } from './dialog'
import { late } from './late'
import { NameForm } from './name-form'

const CreateRoomForm = late(() => import('./create-room-form').then((it) => it.CreateRoomForm))
const ShortcutSheet = late(() => import('./shortcut-sheet').then((it) => it.ShortcutSheet))
const Settings = late(() => import('./settings').then((it) => it.Settings))

export interface SidebarActions {
  /** All reject when it did not work. */
  onCreate: (name: string, kind: NewRoomKind, workspaceId: string | undefined) => Promise<void>
  onDirect: (userId: string) => Promise<void>
  onRename: (name: string) => Promise<void>
}

interface SidebarDialogProps extends SidebarActions {
  asking: 'room' | 'name' | 'settings' | 'shortcuts'
  userName: string
  /** The workspace that somebody is looking at. */
  here: string | undefined
  onShortcuts: () => void
  onClose: () => void
}

export function SidebarDialog({
  asking,
  userName,
  here,
  onShortcuts,
  onClose,
  ...actions
}: SidebarDialogProps) {
  const { general, rooms } = useText()
  const { onCreate, onDirect, onRename } = actions
  switch (asking) {
    case 'room':
      return (
        <Dialog title={rooms.newRoom} onClose={onClose}>
          <CreateRoomForm
            here={here}
            onCreate={(name, kind, workspaceId) => onCreate(name, kind, workspaceId).then(onClose)}
            onDirect={(userId) => onDirect(userId).then(onClose)}
          />
        </Dialog>
      )
    case 'name':
      return (
        <Dialog title={rooms.changeName} onClose={onClose}>
          <NameForm name={userName} submit={general.save} onName={(name) => onRename(name).then(onClose)} />
        </Dialog>
      )
    case 'settings':
      return (
        <Dialog title={rooms.settings} onClose={onClose}>
          <Settings onClose={onClose} onShortcuts={onShortcuts} />
        </Dialog>
      )
    case 'shortcuts':
      return (
        <Dialog title={rooms.shortcuts} onClose={onClose}>
          <ShortcutSheet />
        </Dialog>
      )
  }
}
