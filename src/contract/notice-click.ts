/** What the service worker tells a page when somebody clicks on a notification. */
import * as z from 'zod/mini'
import { id } from './primitives'

export const noticeClick = z.object({ kind: z.literal('open-room'), roomId: id })

export type NoticeClick = z.infer<typeof noticeClick>
