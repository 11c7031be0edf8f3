/** The form of an endpoint: what it takes, and what it answers. */
import * as z from 'zod/mini'
import { nothingInput } from '@/contract/accounts'
import { ParleyError } from '@/contract/errors'
import type { Answer, AuthCall } from './auth-call'

export interface Endpoint {
  method: 'GET' | 'POST'
  /** What a body has to be; without it none is looked at. */
  input?: z.core.$ZodType
  /** @param body as it came; empty for none @throws ParleyError */
  run(call: AuthCall, body: string): Promise<Answer>
}

/** Checks a body, and answers. Without one, what it takes has to be optional. */
export function post<T extends z.core.$ZodType>(
  input: T,
  answer: (call: AuthCall, input: z.output<T>) => Promise<Answer>,
): Endpoint {
  return {
    ...{ method: 'POST', input },
    run(call, body) {
      return answer(call, parse(input, body))
    },
  }
}

/** For what changes something and takes nothing. */
export function plainPost(answer: (call: AuthCall) => Promise<Answer>): Endpoint {
  return post(nothingInput, answer)
}

export function get(answer: (call: AuthCall) => Promise<Answer>): Endpoint {
  return { method: 'GET', run: (call) => answer(call) }
}

/** @throws ParleyError BAD_REQUEST */
function parse<T extends z.core.$ZodType>(input: T, body: string): z.output<T> {
  try {
    return z.parse(input, body === '' ? {} : JSON.parse(body))
  } catch (cause) {
    throw new ParleyError('BAD_REQUEST', { cause })
  }
}
