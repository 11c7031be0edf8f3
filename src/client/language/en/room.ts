/** A room: its head, its conversation, what happens in it, and all about it. */
import type { LongCount } from '../long-count'

type Named = { who: string; whom: string }

export const room = {
  thisRoom: 'this room',
  kinds: { public: 'Public room', private: 'Private room', direct: 'Direct messages' },
  archivedRoom: 'Archived room',
  back: 'Back to rooms',
  about: 'About this room',
  members: ({ count, shown }: LongCount) => (count === 1 ? '1 member' : `${shown} members`),
  betweenTwo: 'Between the two of you',
  hereNow: 'Here now',
  archived: 'This room has been archived: it can be read, and nothing new can be written.',
  begins: 'This is where the conversation begins.',
  empty: 'No messages yet',
  sayFirst: (name: string) => `Say the first thing in ${name}. It stays here for everybody who joins.`,
  sayFirstTo: (name: string) => `Say the first thing to ${name}. It stays between the two of you.`,
  loading: 'Loading messages',
  typing: 'Typing',
  isTyping: (name: string) => `${name} is typing…`,
  areTyping: (name: string, other: string) => `${name} and ${other} are typing…`,
  severalTyping: 'Several people are typing…',
  arrived: (count: number) => `${count} new messages`,
}

export const roomEvents = {
  joined: ({ who }: Named) => `${who} joined`,
  left: ({ who }: Named) => `${who} left`,
  added: ({ who, whom }: Named) => `${who} added ${whom}`,
  removed: ({ who, whom }: Named) => `${who} removed ${whom}`,
  banned: ({ who, whom }: Named) => `${who} banned ${whom}`,
  unbanned: ({ who, whom }: Named) => `${who} lifted the ban on ${whom}`,
  archived: ({ who }: Named) => `${who} archived the room`,
  unarchived: ({ who }: Named) => `${who} opened the room again`,
  renamed: (who: string, name: string) => `${who} named the room “${name}”`,
  topic: (who: string, topic: string) => `${who} set the topic: ${topic}`,
  noTopic: (who: string) => `${who} removed the topic`,
  role: {
    owner: (whom: string) => `${whom} is the owner now`,
    admin: (whom: string) => `${whom} is an admin now`,
    member: (whom: string) => `${whom} is a member now`,
  },
}
