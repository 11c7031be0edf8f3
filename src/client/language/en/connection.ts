/** The line about the connection. */
import type { LongCount } from '../long-count'

export const connection = {
  label: 'Connection',
  connecting: 'Connecting…',
  offline: 'You are offline.',
  reconnecting: 'Reconnecting…',
  catchingUp: (done: string, of: string) => `Catching up: ${done} of ${of}`,
  signedOut: 'You are signed out.',
  signInAgain: 'Sign in again',
  messagesWaiting: ({ count, shown }: LongCount) =>
    `${shown} ${count === 1 ? 'message' : 'messages'} waiting`,
  changesWaiting: ({ count, shown }: LongCount) => `${shown} ${count === 1 ? 'change' : 'changes'} waiting`,
}
