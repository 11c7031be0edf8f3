/** A story's log in memory. */
import { type Backup, createMemoryChat } from '../memory-chat'
import type { StoryLog } from './world'

export async function openMemoryLog(now: () => number): Promise<StoryLog> {
  const chat = createMemoryChat({ now })
  const { messageLog, directory, access } = chat
  let backup: Backup | undefined
  return {
    ...{ messageLog, directory, access },
    addMember: async (roomId, userId) => chat.addMember(roomId, userId),
    history: {
      keep() {
        backup = chat.backup()
      },
      goBack(log) {
        if (backup) chat.restore(backup, log)
        return backup !== undefined
      },
    },
  }
}
