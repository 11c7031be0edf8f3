/** For the gateway's tests with an unmodified realtime-js: channels that write down what their caller is told. */
import type { RealtimeChannel, RealtimeChannelOptions, RealtimeClient } from '@supabase/realtime-js'
import { expect, vi } from 'vitest'

/** realtime-js tries again after a second or two; a busy machine takes longer. */
export function eventually(assertion: () => void): Promise<void> {
  return vi.waitFor(assertion, 15_000)
}

export interface Heard {
  readonly channel: RealtimeChannel
  /** What the subscription went through: `SUBSCRIBED`, or `CHANNEL_ERROR: reason`. */
  readonly states: string[]
  /** Reasons of the `system` events. */
  readonly system: string[]
  readonly broadcasts: { event: string; payload: unknown }[]
}

/** A private channel that writes down what its caller is told. */
export function subscribe(
  client: RealtimeClient,
  topic: string,
  config: RealtimeChannelOptions['config'] = {},
): Heard {
  const channel = client.channel(topic, { config: { private: true, ...config } })
  const heard: Heard = { channel, states: [], system: [], broadcasts: [] }
  channel.on('broadcast', { event: '*' }, ({ event, payload }) => heard.broadcasts.push({ event, payload }))
  channel.on('system', {}, ({ message }) => heard.system.push(message))
  channel.subscribe((state, error) => heard.states.push(error ? `${state}: ${reasonOf(error)}` : state))
  return heard
}

function reasonOf(error: Error): string {
  const cause = error.cause
  return typeof cause === 'object' && cause !== null && 'reason' in cause
    ? String(cause.reason)
    : error.message
}

export async function joined(
  client: RealtimeClient,
  topic: string,
  config?: RealtimeChannelOptions['config'],
): Promise<Heard> {
  const heard = subscribe(client, topic, config)
  await eventually(() => expect(heard.states).toEqual(['SUBSCRIBED']))
  return heard
}
