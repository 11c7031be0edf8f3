/** Between the contract's error table and tRPC's codes. */
import { TRPCError } from '@trpc/server'
import * as z from 'zod/mini'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'

type TrpcCode = TRPCError['code']

const trpcCodes: Record<(typeof errorTable)[ErrorCode]['status'], TrpcCode> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
}

/** tRPC's own complaints, in the contract's words. What is not listed is INTERNAL. */
const ownCodes: Partial<Record<TrpcCode, ErrorCode>> = {
  PARSE_ERROR: 'BAD_REQUEST',
  BAD_REQUEST: 'BAD_REQUEST',
  METHOD_NOT_SUPPORTED: 'BAD_REQUEST',
  UNSUPPORTED_MEDIA_TYPE: 'BAD_REQUEST',
  NOT_FOUND: 'NOT_FOUND',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
}

/** Every error a procedure ends with, as a TRPCError with the right HTTP status. */
export function toTrpcError(error: unknown): TRPCError {
  const cause = error instanceof TRPCError ? error.cause : error
  if (cause instanceof ParleyError) {
    return new TRPCError({ code: trpcCodes[errorTable[cause.code].status], message: cause.message, cause })
  }
  return error instanceof TRPCError ? error : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause })
}

export interface ErrorDescription {
  code: ErrorCode
  message: string
  /** Whether the same request can succeed later. */
  retryable: boolean
  /** Milliseconds. */
  retryAfter?: number
}

/** What the caller hears: nothing but the table's words, and for bad input what is wrong with it. */
export function describeError(error: TRPCError): ErrorDescription {
  const parley = error.cause instanceof ParleyError ? error.cause : undefined
  const code = parley?.code ?? ownCodes[error.code] ?? 'INTERNAL'
  const detail = code === 'BAD_REQUEST' ? inputProblem(error.cause) : undefined
  return {
    code,
    message: detail ? `${errorTable[code].message} (${detail})` : errorTable[code].message,
    retryable: errorTable[code].retry === 'later',
    ...(parley?.retryAfter === undefined ? {} : { retryAfter: parley.retryAfter }),
  }
}

function inputProblem(cause: unknown): string | undefined {
  const issue = cause instanceof z.core.$ZodError ? cause.issues[0] : undefined
  return issue && `${issue.path.join('.') || 'input'}: ${issue.message}`
}
