/** Following and reading threads. */

import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { userTopic } from '@/contract/realtime'
import type {
  FollowThreadInput,
  ListedThread,
  ThreadInput,
  ThreadReceiptInput,
  ThreadState,
} from '@/contract/threads'
import type { Access } from '@/server/ports/access'
import type { Broadcaster } from '@/server/ports/broadcaster'
import type { MessageLog } from '@/server/ports/message-log'
import type { Threads } from '@/server/ports/threads'
import { checkReceipt } from './mark-received'
import { found, requireMember } from './require-member'

export interface ThreadDependencies {
  access: Access
  broadcaster: Broadcaster
  messageLog: MessageLog
  threads: Threads
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new ParleyError('MESSAGE_NOT_FOUND')
  return value
}

/** @throws ParleyError ROOM_NOT_FOUND, MESSAGE_NOT_FOUND, UNAVAILABLE */
export async function readThreadState(
  { access, threads }: ThreadDependencies,
  userId: string,
  input: ThreadInput,
): Promise<ThreadState> {
  await requireMember(access, userId, input.roomId)
  return known(await threads.state(userId, input))
}

/** The user's other devices hear that there is something new to ask for. @throws as `readThreadState` */
export async function followThread(
  { access, broadcaster, messageLog, threads }: ThreadDependencies,
  userId: string,
  input: FollowThreadInput,
): Promise<{ follows: boolean }> {
  const { roomId } = input
  await requireMember(access, userId, roomId)
  const follows = known(await threads.follow(userId, input))
  await tellDevices({ broadcaster, messageLog }, userId, roomId)
  return { follows }
}

/** Never smaller than before. @throws as `readThreadState`; OTHER_LOG, BEYOND_HEAD */
export async function markThreadRead(
  { access, broadcaster, messageLog, threads }: ThreadDependencies,
  userId: string,
  { roomId, threadId, log, position }: ThreadReceiptInput,
): Promise<{ position: number }> {
  await requireMember(access, userId, roomId)
  checkReceipt(found(await messageLog.receipts(userId, roomId)), log, position)
  const stands = known(await threads.raiseRead(userId, { roomId, threadId }, position))
  await tellDevices({ broadcaster, messageLog }, userId, roomId)
  return { position: stands }
}

export async function listThreads(
  { threads }: ThreadDependencies,
  userId: string,
): Promise<{ threads: ListedThread[] }> {
  return { threads: await threads.list(userId, limits.listedThreads) }
}

async function tellDevices(
  { broadcaster, messageLog }: Pick<ThreadDependencies, 'broadcaster' | 'messageLog'>,
  userId: string,
  roomId: string,
): Promise<void> {
  const [room] = (await messageLog.roomHeads([roomId])).rooms
  if (room) broadcaster.publish(userTopic(userId), 'rooms', { roomId, epoch: room.epoch })
}
