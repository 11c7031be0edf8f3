/** The identity provider, as far as somebody keeps an account there: what `contract/accounts.ts` describes. */
import {
  type Account,
  accountAnswer,
  type ChangePasswordInput,
  type Policy,
  policyAnswer,
  type RegisterAnswer,
  type RegisterInput,
  recoveryCodesAnswer,
  registerAnswer,
  type SessionRow,
  type SignInAnswer,
  type SignInInput,
  sessionsAnswer,
  signInAnswer,
  type TwoFactorAnswer,
  twoFactorAnswer,
} from '@/contract/accounts'
import { doneAnswer } from '@/contract/done'
import type { AuthCalls } from './auth-calls'

/** All of them @throws ParleyError, with what went wrong in words for people. */
export interface AccountClient {
  policy(): Promise<Policy>
  account(): Promise<Account>
  /** For somebody new. Signs nobody in. */
  signUp(input: RegisterInput): Promise<RegisterAnswer>
  /** For a guest, who stays who they are. */
  register(input: RegisterInput): Promise<RegisterAnswer>
  /** Opens the link of a registration. @throws ParleyError LINK_INVALID */
  confirm(token: string): Promise<void>
  signIn(input: SignInInput): Promise<SignInAnswer>
  /** After `code-needed`. @throws ParleyError CODE_WRONG; UNAUTHORIZED when it is too late, and the password is asked for again */
  signInWithCode(code: string, kind: 'code' | 'recovery-code'): Promise<void>
  requestReset(email: string): Promise<void>
  reset(token: string, password: string): Promise<void>
  changePassword(input: ChangePasswordInput): Promise<void>
  /** The devices somebody is signed in on, this one first. */
  sessions(): Promise<SessionRow[]>
  endSession(id: string): Promise<void>
  endOtherSessions(): Promise<void>
  /** The session is another one after `confirm` and `disable`. */
  twoFactor: {
    begin(password: string): Promise<TwoFactorAnswer>
    confirm(code: string): Promise<void>
    disable(password: string): Promise<void>
    recoveryCodes(password: string): Promise<string[]>
  }
  /** @param password left out for a guest */
  deleteAccount(password?: string): Promise<void>
}

export function createAccountClient(calls: AuthCalls): AccountClient {
  const done = async (path: string, body: object = {}) => {
    await calls.post(path, doneAnswer, body)
  }
  return {
    policy: () => calls.get('policy', policyAnswer),
    account: () => calls.get('account', accountAnswer),
    signUp: (input) => calls.post('sign-up', registerAnswer, input),
    register: (input) => calls.post('register', registerAnswer, input),
    confirm: (token) => done('confirm', { token }),
    signIn: (input) => calls.post('sign-in/email', signInAnswer, input),
    async signInWithCode(code, kind) {
      await calls.post(`sign-in/${kind}`, signInAnswer, { code })
    },
    requestReset: (email) => done('password/request-reset', { email }),
    reset: (token, password) => done('password/reset', { token, password }),
    changePassword: (input) => done('password/change', input),
    sessions: async () => (await calls.get('sessions', sessionsAnswer)).sessions,
    endSession: (id) => done('sessions/revoke', { id }),
    endOtherSessions: () => done('sessions/revoke-others'),
    twoFactor: {
      begin: (password) => calls.post('two-factor/begin', twoFactorAnswer, { password }),
      confirm: (code) => done('two-factor/confirm', { code }),
      disable: (password) => done('two-factor/disable', { password }),
      recoveryCodes: async (password) =>
        (await calls.post('two-factor/recovery-codes', recoveryCodesAnswer, { password })).recoveryCodes,
    },
    deleteAccount: (password) => done('delete-account', password === undefined ? {} : { password }),
  }
}
