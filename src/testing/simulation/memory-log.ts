/** A story's log in memory. */
import type { MessageLog } from '@/server/ports/message-log'
import { type Backup, createMemoryChat } from '../memory-chat'
import type { StoryLog } from './world'

export async function openMemoryLog(now: () => number): Promise<StoryLog> {
  let log = '00000000-0000-7000-8000-00000000000a'
  const chat = createMemoryChat({ log, now })
  const { messageLog, directory, access } = chat
  let backup: Backup | undefined
  /** Answers for older pages, as of some time ago. */
  let replica: MessageLog | undefined
  return {
    ...{ directory, access },
    messageLog: {
      ...messageLog,
      history: (userId, input) =>
        (input.before === undefined ? messageLog : (replica ?? messageLog)).history(userId, input),
    },
    lag(lags) {
      const copy = createMemoryChat({ now })
      copy.restore(chat.backup(), log)
      replica = lags ? copy.messageLog : undefined
    },
    addMember: async (roomId, userId) => chat.addMember(roomId, userId),
    history: {
      keep() {
        backup = chat.backup()
      },
      goBack(next) {
        if (!backup) return false
        chat.restore(backup, next)
        log = next
        replica = undefined
        return true
      },
    },
  }
}
