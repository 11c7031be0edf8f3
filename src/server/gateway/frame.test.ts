/** The wire format, without a wire. */
import { describe, expect, test } from 'vitest'
import {
  encodeBroadcast,
  encodePush,
  encodeReply,
  type Frame,
  MalformedFrame,
  parseFrame,
  topicName,
} from './frame'

function parseText(text: string): Frame {
  return parseFrame(Buffer.from(text), false)
}

function binaryPush(lengths: readonly number[], rest: string, encoding = 1): Buffer {
  return Buffer.concat([Buffer.from([3, ...lengths, encoding]), Buffer.from(rest)])
}

describe('what is no frame', () => {
  test.each([
    ['not JSON', '{'],
    ['an object', '{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}'],
    ['four parts', '["1","1","phoenix","heartbeat"]'],
    ['six parts', '["1","1","phoenix","heartbeat",{},{}]'],
    ['a number as ref', '["1",1,"phoenix","heartbeat",{}]'],
    ['a number as join_ref', '[1,"1","phoenix","heartbeat",{}]'],
    ['a topic that is null', '["1","1",null,"heartbeat",{}]'],
    ['an event that is a number', '["1","1","phoenix",1,{}]'],
    ['a payload that is text', '["1","1","phoenix","heartbeat",""]'],
    ['a payload that is an array', '["1","1","phoenix","heartbeat",[]]'],
    ['a payload that is null', '["1","1","phoenix","heartbeat",null]'],
  ])('RT-12 %s is malformed', (_what, text) => {
    expect(() => parseText(text)).toThrow(MalformedFrame)
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['another kind', Buffer.concat([Buffer.from([4]), Buffer.alloc(20)])],
    ['a header cut short', Buffer.from([3, 1, 1])],
    ['lengths beyond the end', binaryPush([255, 255, 255, 255, 255], 'abc', 0)],
    ['a payload that is not JSON', binaryPush([0, 0, 1, 1, 0], 'te{')],
  ])('RT-12 a binary frame of %s is malformed', (_what, data) => {
    expect(() => parseFrame(data, true)).toThrow(MalformedFrame)
  })
})

test('RT-10 a binary push is a broadcast whose payload is read as JSON', () => {
  expect(parseFrame(binaryPush([1, 1, 3, 2, 2], '12topev{}{"a":"é"}'), true)).toEqual({
    joinRef: '1',
    ref: '2',
    topic: 'top',
    event: 'broadcast',
    payload: { type: 'broadcast', event: 'ev', payload: { a: 'é' } },
  })
})

test('RT-10 a binary push with bytes that are not JSON carries no payload', () => {
  const frame = parseFrame(binaryPush([0, 0, 3, 2, 0], 'topev\u0000\u0001', 0), true)
  expect(frame).toMatchObject({ joinRef: null, ref: null, payload: { type: 'broadcast', event: 'ev' } })
  expect(frame.payload).not.toHaveProperty('payload')
})

test('RT-13 a topic on the wire is the name behind "realtime:"', () => {
  expect(topicName('realtime:room:1:2')).toBe('room:1:2')
  expect(topicName('realtime:')).toBeUndefined()
  expect(topicName('phoenix')).toBeUndefined()
})

test('RT-03 replies name the frame, pushes the join, and broadcasts nobody', () => {
  const frame: Frame = { joinRef: '1', ref: '2', topic: 'realtime:a', event: 'phx_leave', payload: {} }
  expect(JSON.parse(encodeReply(frame, 'ok', {}).toString())).toEqual([
    '1',
    '2',
    'realtime:a',
    'phx_reply',
    { status: 'ok', response: {} },
  ])
  expect(JSON.parse(encodePush('1', 'a', 'phx_close', {}).toString())).toEqual([
    '1',
    '1',
    'realtime:a',
    'phx_close',
    {},
  ])
  expect(JSON.parse(encodeBroadcast('a', 'change', { head: 1 }).toString())).toEqual([
    null,
    null,
    'realtime:a',
    'broadcast',
    { type: 'broadcast', event: 'change', payload: { head: 1 } },
  ])
})
