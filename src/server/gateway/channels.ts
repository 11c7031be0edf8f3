/**
 * The topics of one connection, each in one of these states:
 *
 *              join                 allowed
 *     (none) ────────▶ joining ────────────────▶ joined
 *       ▲                 │ refused, left,          │ left, joined again,
 *       └─────────────────┴─────────────────────────┘ token refused or expired
 *
 * Each frame takes effect when it arrives. The answer of a check counts only while the channel that asked for it
 * is still the one in the map: so a leave or a second join that comes during the check wins.
 */
import { roomOfTopic } from '@/contract/realtime'
import type { TopicAccess, TopicRights } from '../ports/access'
import type { Clock } from '../ports/clock'
import { type Closure, closures } from './closures'
import type { FanOut } from './fan-out'
import { encodePush, encodeReply, type Frame, type Payload, topicName } from './frame'
import type { GatewayLimits } from './gateway-limits'
import type { Hub, Subscriber } from './hub'
import { type JoinRequest, parseJoin } from './join-request'
import type { Member, Presence } from './presence'
import { createRate } from './rate'
import { readDenied, reasons } from './reasons'
import { isDefect, type Session } from './session'

interface Channel {
  readonly topic: string
  readonly request: JoinRequest
  /** Undefined while joining. */
  rights: TopicRights | undefined
  member: Member | undefined
}

export interface ChannelsDeps {
  readonly access: TopicAccess
  readonly clock: Clock
  readonly hub: Pick<Hub, 'subscribe' | 'unsubscribe'>
  readonly publish: FanOut['publish']
  readonly limits: Pick<
    GatewayLimits,
    'topicsPerConnection' | 'topicLength' | 'joinsPerSecond' | 'broadcastsPerSecond'
  >
  readonly presence: Presence
  readonly session: Session
  /** The connection: every topic's frames go there. */
  readonly subscriber: Subscriber
  closeConnection(closure: Closure): void
  onError(error: unknown): void
}

export interface Channels {
  handle(frame: Frame): void
  /** Ends every joined topic with a reason; the client joins again when it has what was missing. */
  endAll(reason: string): void
  /** Ends the topics of a room, also those being joined: the user is no member any more. */
  leaveRoom(roomId: string): void
  /** Forgets every topic: the connection is gone. */
  clear(): void
  /** Topics joined or being joined. */
  size(): number
}

export function createChannels(deps: ChannelsDeps): Channels {
  const { access, clock, hub, publish, limits, presence, session, subscriber, closeConnection, onError } =
    deps
  const channels = new Map<string, Channel>()
  const countJoin = createRate(clock, limits.joinsPerSecond, 1_000)
  const countBroadcast = createRate(clock, limits.broadcastsPerSecond, 1_000)
  let checks = 0

  function reply(frame: Frame, status: 'ok' | 'error', response: Payload = {}): void {
    subscriber.send(encodeReply(frame, status, response))
  }

  function refuse(frame: Frame, reason: string): void {
    reply(frame, 'error', { reason })
  }

  /** realtime-js hands a refusal's reason to nobody: its caller hears `error`, and why in the `system` event. */
  function refuseCall(frame: Frame, channel: Channel, reason: string, answered: boolean): void {
    pushError(channel, reason)
    if (answered) refuse(frame, reason)
  }

  function push(channel: Channel, event: string, payload: Payload = {}): void {
    subscriber.send(encodePush(channel.request.joinRef, channel.topic, event, payload))
  }

  function pushError(channel: Channel, message: string): void {
    push(channel, 'system', { extension: 'system', status: 'error', message, channel: channel.topic })
  }

  function isCurrent(channel: Channel): boolean {
    return channels.get(channel.topic) === channel
  }

  function forget(channel: Channel): void {
    channels.delete(channel.topic)
    hub.unsubscribe(channel.topic, subscriber)
    if (channel.member) presence.leave(channel.member, subscriber)
  }

  function close(channel: Channel): void {
    forget(channel)
    push(channel, 'phx_close')
  }

  /** `phx_error`, not `phx_close`: after it realtime-js joins again by itself, after `phx_close` never. */
  function end(channel: Channel, reason: string): void {
    forget(channel)
    pushError(channel, reason)
    push(channel, 'phx_error', { reason })
  }

  /** Runs a check and hands over its answer, unless the channel has gone meanwhile. */
  async function check<Answer>(channel: Channel, ask: Promise<Answer>, use: (answer: Answer) => void) {
    checks += 1
    try {
      const answer = await ask
      if (isCurrent(channel)) use(answer)
    } catch (error) {
      if (isDefect(error)) onError(error)
      closeConnection(closures.internal)
    } finally {
      checks -= 1
    }
  }

  type Verdict = { userId: string; rights: TopicRights } | { refusal: string } | 'other-user'

  async function admit(token: string, topic: string): Promise<Verdict> {
    const recognition = await session.recognise(token)
    if (recognition.kind === 'other-user') return 'other-user'
    if (recognition.kind === 'refused') return { refusal: recognition.reason }
    try {
      const rights = await access.rights(recognition.userId, topic)
      if (!session.isCurrent()) return { refusal: reasons.token }
      return rights.read ? { userId: recognition.userId, rights } : { refusal: readDenied(topic) }
    } catch (error) {
      if (isDefect(error)) onError(error)
      return { refusal: reasons.unavailable }
    }
  }

  function join(frame: Frame, topic: string): void {
    const request = parseJoin(frame)
    const earlier = channels.get(topic)
    if ('refusal' in request) refuse(frame, request.refusal)
    else if (!countJoin()) refuse(frame, reasons.tooManyJoins)
    else {
      if (earlier) close(earlier)
      if (Math.max(channels.size, checks) >= limits.topicsPerConnection)
        refuse(frame, reasons.tooManyChannels)
      else startJoin(frame, { topic, request, rights: undefined, member: undefined })
    }
  }

  function startJoin(frame: Frame, channel: Channel): void {
    channels.set(channel.topic, channel)
    void check(channel, admit(channel.request.token, channel.topic), (verdict) => {
      if (verdict === 'other-user') closeConnection(closures.user)
      else if ('refusal' in verdict) {
        forget(channel)
        refuse(frame, verdict.refusal)
      } else {
        channel.rights = verdict.rights
        const member = presence.member(channel.topic, verdict.userId, channel.request.presenceKey)
        channel.member = member
        hub.subscribe(channel.topic, subscriber, verdict.userId)
        reply(frame, 'ok', { postgres_changes: [] })
        if (channel.request.presence) presence.watch(member, subscriber)
      }
    })
  }

  /** A leave that names another join is late: that join has already been replaced. */
  function leave(frame: Frame, channel: Channel | undefined): void {
    reply(frame, 'ok')
    if (channel && (frame.joinRef ?? channel.request.joinRef) === channel.request.joinRef) close(channel)
  }

  function renewToken(frame: Frame, channel: Channel): void {
    const token = frame.payload.access_token
    if (typeof token !== 'string') refuse(frame, reasons.token)
    else if (checks >= limits.topicsPerConnection) refuse(frame, reasons.unavailable)
    else {
      void check(channel, session.recognise(token), (recognition) => {
        if (recognition.kind === 'user') reply(frame, 'ok')
        else if (recognition.kind === 'other-user') closeConnection(closures.user)
        else if (recognition.retry) refuse(frame, recognition.reason)
        else end(channel, recognition.reason)
      })
    }
  }

  function broadcast(frame: Frame, channel: Channel): void {
    const { ack, self } = channel.request
    const failure = relay(frame.payload, channel, self)
    if (failure !== undefined) refuseCall(frame, channel, failure, ack)
    else if (ack) reply(frame, 'ok')
  }

  /** Answers why the broadcast was not sent on. */
  function relay({ event, payload }: Payload, { topic, rights }: Channel, self: boolean): string | undefined {
    if (!rights?.write) return reasons.broadcastDenied
    if (!countBroadcast()) return reasons.broadcastRate
    if (typeof event !== 'string' || payload === undefined) return reasons.broadcastPayload
    try {
      publish(topic, event, payload, self ? undefined : subscriber)
    } catch {
      return reasons.broadcastPayload
    }
    return undefined
  }

  function callPresence(frame: Frame, channel: Channel): void {
    const { rights, member } = channel
    const failure = rights?.write && member ? presence.call(member, frame.payload) : reasons.presenceDenied
    if (failure === undefined) reply(frame, 'ok')
    else refuseCall(frame, channel, failure, true)
  }

  function handleOutside(frame: Frame): void {
    if (frame.topic === 'phoenix' && frame.event === 'heartbeat') reply(frame, 'ok')
    else refuse(frame, reasons.unmatched)
  }

  function handleInside(frame: Frame, topic: string): void {
    const channel = channels.get(topic)
    if (frame.event === 'phx_join') join(frame, topic)
    else if (frame.event === 'phx_leave') leave(frame, channel)
    else if (channel?.rights === undefined) refuse(frame, reasons.unmatched)
    else if (frame.event === 'access_token') renewToken(frame, channel)
    else if (frame.event === 'broadcast') broadcast(frame, channel)
    else if (frame.event === 'presence') callPresence(frame, channel)
    else refuse(frame, reasons.unknownEvent)
  }

  return {
    handle(frame) {
      const topic = topicName(frame.topic)
      if (topic === undefined || topic.length > limits.topicLength) handleOutside(frame)
      else handleInside(frame, topic)
    },
    endAll(reason) {
      for (const channel of channels.values()) if (channel.rights) end(channel, reason)
    },
    leaveRoom(roomId) {
      for (const channel of channels.values()) {
        if (roomOfTopic(channel.topic) === roomId) end(channel, readDenied(channel.topic))
      }
    },
    clear() {
      for (const channel of channels.values()) forget(channel)
    },
    size: () => channels.size,
  }
}
