/** All about a room: its people, and what one may do there. */
import type { LongCount } from '../long-count'

export const roomDetails = {
  nameAndTopic: 'Name and topic',
  topic: 'Topic',
  topicHint: 'What this room is about',
  topicLimits: (most: number) => `A topic has at most ${most} characters, on one line.`,
  addPeople: 'Add people',
  add: 'Add',
  findByName: 'Name',
  nobodyFound: 'Nobody of this name is here.',
  archive: 'Archive',
  openAgain: 'Open it again',
  leave: 'Leave',
  leaveRoom: 'Leave room',
  joinAgain: 'You can join again at any time.',
  letInAgain: 'Only its members can let you in again.',
  goesTo: 'The room goes to whoever has been an admin, or in it, for longest.',
  members: 'Members',
  banned: 'Banned',
  ban: 'Ban',
  liftBan: 'Lift ban',
  liftBanOn: (name: string) => `Lift the ban on ${name}`,
  handOver: 'Hand the room over',
  notifyOf: 'Notify me of',
  asInSettings: {
    everything: 'As in the settings (everything)',
    mentions: 'As in the settings (mentions)',
  },
  nothing: 'Nothing',
}

/** In place of a room that one is not in. */
export const closedRoom = {
  notFound: 'Room not found',
  notFoundWhy: 'There is no such room, or you are not a member of it.',
  join: 'Join room',
  joinFirst: ({ count, shown }: LongCount) =>
    `${count === 1 ? 'One person is' : `${shown} people are`} in this room. Join to read and write.`,
}
