/** What a click on a notification does: the room is shown in a page that is open already, or in a new one (NT-08). */
import * as z from 'zod/mini'
import type { NoticeClick } from '@/contract/notice-click'
import { id } from '@/contract/primitives'

const shape = z.object({ roomId: id })

/** A page, of which browsers know more than this. */
interface Page {
  focused: boolean
  focus(): Promise<unknown>
  postMessage(message: NoticeClick): void
}

export interface Pages {
  matchAll(options: { type: 'window' }): Promise<readonly Page[]>
  openWindow(url: string): Promise<unknown>
}

/** @param data of the notification */
export async function openRoom(pages: Pages, data: unknown): Promise<void> {
  const { data: room } = shape.safeParse(data)
  if (!room) return
  const open = await pages.matchAll({ type: 'window' })
  const page = open.find(({ focused }) => focused) ?? open[0]
  if (!page) return void (await pages.openWindow(`/rooms/${room.roomId}`))
  page.postMessage({ kind: 'open-room', roomId: room.roomId })
  await page.focus()
}
