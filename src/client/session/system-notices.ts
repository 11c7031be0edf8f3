/** The notifications of the system: through the service worker where there is one, since phones know no other. */
import { noticeClick } from '@/contract/notice-click'

/** Longer texts are cut (UTF-16 units). */
const most = { title: 80, body: 240 }

/** `unsupported` also over plain HTTP from another machine. */
export type NoticePermission = NotificationPermission | 'unsupported'

export interface Notice {
  roomId: string
  title: string
  /** Plain text. */
  body: string
}

export interface SystemNotices {
  permission(): NoticePermission
  /** Asks the person. Only while they click on something. */
  ask(): Promise<NoticePermission>
  /** In the place of an earlier one of the same room (NT-08). */
  show(notice: Notice): Promise<void>
  /** Takes away that of a room, or all. */
  clear(roomId?: string): Promise<void>
  /** Somebody clicked on one. The answer ends that. */
  onClick(open: (roomId: string) => void): () => void
}

export interface SystemNoticePorts {
  /** With `Notification`, where the browser has it. */
  page: {
    Notification?: typeof Notification
    isSecureContext: boolean
    focus(): void
  }
  workers:
    | Pick<ServiceWorkerContainer, 'getRegistration' | 'addEventListener' | 'removeEventListener'>
    | undefined
}

export function createSystemNotices({ page, workers }: SystemNoticePorts): SystemNotices {
  const listeners = new Set<(roomId: string) => void>()
  /** Those that this page shows itself, by room. */
  const own = new Map<string, Notification>()
  const clicked = (roomId: string) => {
    for (const open of listeners) open(roomId)
  }
  const registered = async () => workers?.getRegistration().catch(() => undefined)
  const permission = () =>
    page.isSecureContext && page.Notification ? page.Notification.permission : 'unsupported'

  return {
    permission,
    async ask() {
      if (permission() === 'default') await page.Notification?.requestPermission()
      return permission()
    },
    async show({ roomId, title, body }) {
      if (permission() !== 'granted' || !page.Notification) return
      const options = { tag: tagOf(roomId), body: cut(body, most.body), icon: '/icon-192.png' }
      const registration = await registered()
      if (registration?.active) {
        await registration.showNotification(cut(title, most.title), { ...options, data: { roomId } })
        return
      }
      const notice = new page.Notification(cut(title, most.title), options)
      own.set(roomId, notice)
      notice.onclick = () => {
        page.focus()
        notice.close()
        clicked(roomId)
      }
    },
    async clear(roomId) {
      for (const [of, notice] of own) {
        if (roomId !== undefined && of !== roomId) continue
        notice.close()
        own.delete(of)
      }
      const filter = roomId === undefined ? {} : { tag: tagOf(roomId) }
      const shown = await (await registered())?.getNotifications(filter)
      for (const notice of shown ?? []) notice.close()
    },
    onClick(open) {
      const hear = ({ data }: MessageEvent) => {
        const { data: click } = noticeClick.safeParse(data)
        if (click) open(click.roomId)
      }
      listeners.add(open)
      workers?.addEventListener('message', hear)
      return () => {
        listeners.delete(open)
        workers?.removeEventListener('message', hear)
      }
    },
  }
}

const tagOf = (roomId: string) => `room-${roomId}`

function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`
}
