/** One room's peers, while this page is among them: who is there, and who is typing. */
import { peersTopic } from '@/contract/realtime'
import type { Clock } from './clock'
import type { PeersChannel } from './live-channel'
import { createTyping, type Typing } from './typing'

export interface MeetingPorts {
  userId: string
  roomId: string
  epoch: number
  live: PeersChannel
  clock: Clock
  changed: () => void
  /** Somebody says that they have read more. */
  hint: () => void
}

export interface Meeting extends Pick<Typing, 'typed' | 'done'> {
  readonly epoch: number
  here(): ReadonlySet<string>
  typing: Typing['view']
  /** Tells the others that the user has read more; how far, they ask the server. */
  sayRead(): void
  leave(): void
}

const nobody: ReadonlySet<string> = new Set()

export function createMeeting(ports: MeetingPorts): Meeting {
  const { userId, roomId, epoch, live, clock, changed, hint } = ports
  let here = nobody
  const typing = createTyping({
    ...{ userId, clock, changed },
    say: (payload) => topic.say('typing', payload),
    isHere: (person) => here.has(person),
  })
  const topic = live.meet(peersTopic(roomId, epoch), {
    event(event, payload) {
      if (event === 'typing') typing.heard(payload)
      if (event === 'read') hint()
    },
    here: meet,
    // Who cannot hear them does not know who is there.
    state(state) {
      if (state === 'broken') meet(nobody)
    },
  })

  function meet(people: ReadonlySet<string>) {
    here = people
    for (const typer of typing.view()) if (!people.has(typer)) typing.done(typer)
    changed()
  }

  return {
    epoch,
    here: () => here,
    typing: typing.view,
    typed: typing.typed,
    done: typing.done,
    sayRead: () => topic.say('read', {}),
    leave() {
      topic.leave()
      typing.clear()
    },
  }
}
