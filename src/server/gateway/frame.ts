/** Supabase Realtime's wire format, version 2.0.0: `[join_ref, ref, topic, event, payload]`, and binary pushes. */

/** What a client sent. `topic` is as on the wire: `realtime:<name>`, or `phoenix` for heartbeats. */
export interface Frame {
  readonly joinRef: string | null
  readonly ref: string | null
  readonly topic: string
  readonly event: string
  readonly payload: Payload
}

export type Payload = Readonly<Record<string, unknown>>

/** The bytes are not a frame. The message may be shown to the client. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame'
}

const topicPrefix = 'realtime:'

/** `realtime:<name>` → `<name>`; undefined for anything else. */
export function topicName(wireTopic: string): string | undefined {
  return wireTopic.startsWith(topicPrefix) && wireTopic.length > topicPrefix.length
    ? wireTopic.slice(topicPrefix.length)
    : undefined
}

/** @throws MalformedFrame */
export function parseFrame(data: Buffer, isBinary: boolean): Frame {
  return isBinary ? parseBinaryPush(data) : parseTextFrame(data.toString())
}

function parseTextFrame(text: string): Frame {
  const value = parseJson(text)
  if (!Array.isArray(value) || value.length !== 5) throw new MalformedFrame('not an array of five')
  const [joinRef, ref, topic, event, payload]: unknown[] = value
  if (!isReference(joinRef) || !isReference(ref)) throw new MalformedFrame('a ref is neither text nor null')
  if (typeof topic !== 'string' || typeof event !== 'string') {
    throw new MalformedFrame('topic or event is not text')
  }
  if (!isPayload(payload)) throw new MalformedFrame('the payload is not an object')
  return { joinRef, ref, topic, event, payload }
}

const binaryPush = 3
const jsonEncoding = 1

/**
 * A broadcast as realtime-js pushes it: kind, five lengths, encoding, then join_ref, ref, topic, event, metadata
 * and payload. One byte is one UTF-16 unit, except in the payload. Only payloads in JSON are understood.
 */
function parseBinaryPush(data: Buffer): Frame {
  if (data[0] !== binaryPush || data.length < 7) throw new MalformedFrame('unknown binary kind')
  let offset = 7
  function take(length: number): string {
    const text = data.toString('latin1', offset, offset + length)
    offset += length
    if (offset > data.length) throw new MalformedFrame('a binary push ends too early')
    return text
  }
  const joinRef = take(data.readUInt8(1))
  const ref = take(data.readUInt8(2))
  const topic = take(data.readUInt8(3))
  const event = take(data.readUInt8(4))
  take(data.readUInt8(5))
  const inner = data[6] === jsonEncoding ? { payload: parseJson(data.toString('utf8', offset)) } : {}
  const payload = { type: 'broadcast', event, ...inner }
  return { joinRef: joinRef || null, ref: ref || null, topic, event: 'broadcast', payload }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MalformedFrame('not JSON')
  }
}

function isReference(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}

export function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The answer to one frame. */
export function encodeReply(frame: Frame, status: 'ok' | 'error', response: Payload): Buffer {
  return encode(frame.joinRef, frame.ref, frame.topic, 'phx_reply', { status, response })
}

/** An event for one subscriber. Phoenix names the join in `ref` too when it ends a channel. */
export function encodePush(joinRef: string, topic: string, event: string, payload: Payload): Buffer {
  const ref = event === 'phx_close' || event === 'phx_error' ? joinRef : null
  return encode(joinRef, ref, topicPrefix + topic, event, payload)
}

/** An event for every subscriber of a topic: it names no join, so that one encoding serves them all. */
export function encodeEvent(topic: string, event: string, payload: Payload): Buffer {
  return encode(null, null, topicPrefix + topic, event, payload)
}

/** A broadcast for every subscriber of a topic. */
export function encodeBroadcast(topic: string, event: string, payload: unknown): Buffer {
  return encodeEvent(topic, 'broadcast', { type: 'broadcast', event, payload })
}

function encode(joinRef: string | null, ref: string | null, topic: string, event: string, payload: Payload) {
  return Buffer.from(JSON.stringify([joinRef, ref, topic, event, payload]))
}
