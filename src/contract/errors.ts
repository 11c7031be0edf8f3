/** The one table of error codes: what each means to a person, to HTTP, and whether trying again can help. */

/** `never`: the same request will fail again. `later`: try again, after `retryAfter` if given. `sign-in`: pause until there is a valid token. */
export type Retry = 'never' | 'later' | 'sign-in'

interface ErrorRow {
  /** HTTP status. */
  status: number
  retry: Retry
  /** What happened and what to do, for people. Reveals nothing to strangers. */
  message: string
}

export const errorTable = {
  BAD_REQUEST: { status: 400, retry: 'never', message: 'The request is not of the expected form.' },
  UNAUTHORIZED: { status: 401, retry: 'sign-in', message: 'Please sign in again.' },
  WRONG_USER: {
    status: 403,
    retry: 'sign-in',
    message: 'This was written by another user. Sign in as that user to send it.',
  },
  ACCOUNT_NEEDED: {
    status: 403,
    retry: 'sign-in',
    message: 'Guests cannot go on here. Register: your rooms and everything you wrote stay yours.',
  },
  CREDENTIALS_WRONG: {
    status: 403,
    retry: 'never',
    message: 'This is not right. Check the e-mail address and the password.',
  },
  EMAIL_TAKEN: {
    status: 409,
    retry: 'never',
    message: 'This e-mail address has an account already. Sign in with it, or take another address.',
  },
  CODE_WRONG: {
    status: 403,
    retry: 'never',
    message: 'This code is not right, or has been used. Try the next one.',
  },
  LINK_INVALID: {
    status: 409,
    retry: 'never',
    message: 'This link has been used or is too old. Ask for a new one.',
  },
  FORBIDDEN: { status: 403, retry: 'never', message: 'You may not do that.' },
  NOT_FOUND: { status: 404, retry: 'never', message: 'There is nothing at this address.' },
  ROOM_NOT_FOUND: {
    status: 404,
    retry: 'never',
    message: 'There is no such room, or you are not a member of it.',
  },
  WORKSPACE_NOT_FOUND: {
    status: 404,
    retry: 'never',
    message: 'There is no such workspace, or you are not a member of it.',
  },
  INVITATION_NOT_FOUND: {
    status: 404,
    retry: 'never',
    message: 'This invitation is not valid any more. Ask for a new one.',
  },
  LIMIT_REACHED: {
    status: 409,
    retry: 'never',
    message: 'There can be no more of these. Remove one first.',
  },
  ROOM_ARCHIVED: {
    status: 409,
    retry: 'never',
    message: 'This room has been archived. It can be read, and nothing new can be written.',
  },
  PERSON_NOT_FOUND: { status: 404, retry: 'never', message: 'There is no such person here.' },
  PERSON_BANNED: {
    status: 409,
    retry: 'never',
    message: 'This person is banned from the room. Lift the ban first.',
  },
  MESSAGE_NOT_FOUND: { status: 404, retry: 'never', message: 'There is no such message in this room.' },
  MESSAGE_REMOVED: { status: 409, retry: 'never', message: 'This message has been removed.' },
  CONFLICT: { status: 409, retry: 'never', message: 'This id has been used for something else.' },
  STALE_EDIT: { status: 409, retry: 'never', message: 'The message was edited elsewhere in the meantime.' },
  OTHER_LOG: { status: 409, retry: 'never', message: 'The history has been restored since. Load it again.' },
  MESSAGE_LOST: {
    status: 409,
    retry: 'never',
    message: 'The server was restored to an earlier state and has lost this message.',
  },
  BEYOND_HEAD: { status: 400, retry: 'never', message: 'There is no such position in this room yet.' },
  TOO_MANY_REACTIONS: { status: 409, retry: 'never', message: 'This message cannot take more reactions.' },
  SEARCH_TOO_WIDE: {
    status: 409,
    retry: 'never',
    message: 'This search takes too long. Add a word, a name or a date.',
  },
  PAYLOAD_TOO_LARGE: { status: 413, retry: 'never', message: 'The request is too large.' },
  RATE_LIMITED: { status: 429, retry: 'later', message: 'Too much at once. Try again in a moment.' },
  INTERNAL: { status: 500, retry: 'later', message: 'Something went wrong on the server. Try again.' },
  UNAVAILABLE: { status: 503, retry: 'later', message: 'The server cannot answer just now. Try again.' },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]

/** The only error that services and ports throw on purpose. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError'
  readonly code: ErrorCode
  /** How long to wait before the next try, in milliseconds. */
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(errorTable[code].message, { cause: options.cause })
    this.code = code
    this.retryAfter = options.retryAfter
  }
}
