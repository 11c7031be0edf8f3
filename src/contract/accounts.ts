/** Accounts as both sides speak of them: what `/api/auth/*` takes and answers. */
import * as z from 'zod/mini'
import { limits } from './limits'
import { displayName, id, timestamp, wellFormed } from './primitives'

/** Trimmed and in lower case, so that one address has one spelling. */
export const emailAddress = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.maxLength(limits.emailLength), z.regex(z.regexes.email))

/** A password that is being chosen. */
export const newPassword = z
  .string()
  .check(z.minLength(limits.passwordMin), z.maxLength(limits.passwordMax), wellFormed)

/** A password that somebody claims to have. */
const password = z.string().check(z.minLength(1), z.maxLength(limits.passwordMax), wellFormed)

/** What a link that was mailed carries behind its `#`. */
const linkToken = z.string().check(z.regex(/^[\w-]{43}$/))

/** Authenticators show some digits in groups. */
const totpCode = z.pipe(
  z.string().check(z.maxLength(20)),
  z.pipe(
    z.transform((code: string) => code.replaceAll(/[\s-]/g, '')),
    z.string().check(z.regex(/^\d{6}$/)),
  ),
)

export const nothingInput = z.strictObject({})
export const registerInput = z.strictObject({ name: displayName, email: emailAddress, password: newPassword })
export const confirmInput = z.strictObject({ token: linkToken })
export const signInInput = z.strictObject({ email: emailAddress, password })
export const codeInput = z.strictObject({ code: totpCode })
export const recoveryCodeInput = z.strictObject({
  code: z.string().check(z.trim(), z.minLength(1), z.maxLength(40), wellFormed),
})
export const passwordInput = z.strictObject({ password })
export const requestResetInput = z.strictObject({ email: emailAddress })
export const resetInput = z.strictObject({ token: linkToken, password: newPassword })
export const changePasswordInput = z.strictObject({
  password,
  newPassword,
  /** Whether all other devices are signed out. */
  endOthers: z.optional(z.boolean()),
})
export const sessionInput = z.strictObject({ id })
/** A guest has no password. */
export const deleteAccountInput = z.strictObject({ password: z.optional(password) })

export const signInAnswer = z.object({ status: z.enum(['signed-in', 'code-needed']) })
/**
 * `done`: the account is there. `mail-sent`: it will be, once the link in the mail is opened. Where no mail can be sent
 * nobody could open one, so accounts are there at once, their addresses unproven.
 */
export const registerAnswer = z.object({ status: z.enum(['done', 'mail-sent']) })
/** What this installation lets people do. `mail`: whether links are mailed, and not printed on the server's console. */
export const policyAnswer = z.object({ guests: z.boolean(), openRooms: z.boolean(), mail: z.boolean() })
export const accountAnswer = z.object({
  userId: id,
  isGuest: z.boolean(),
  /** Absent for guests. */
  email: z.optional(z.string()),
  /** Whether it has been shown that the address is theirs. */
  emailVerified: z.boolean(),
  /** Whether signing in takes a code. */
  twoFactor: z.boolean(),
})
export const sessionRow = z.object({
  id,
  createdAt: timestamp,
  /** To the day. */
  usedAt: timestamp,
  /** For people, in English: "Firefox on Linux". */
  device: z.string(),
  /** The same in parts, as far as they are known. */
  browser: z.optional(z.string()),
  system: z.optional(z.string()),
  /** Whether it is the caller's. */
  current: z.boolean(),
})
export const sessionsAnswer = z.object({ sessions: z.array(sessionRow) })
export const twoFactorAnswer = z.object({ uri: z.string(), recoveryCodes: z.array(z.string()) })
export const recoveryCodesAnswer = z.object({ recoveryCodes: z.array(z.string()) })

export type RegisterInput = z.infer<typeof registerInput>
export type SignInInput = z.infer<typeof signInInput>
export type ChangePasswordInput = z.infer<typeof changePasswordInput>
export type RegisterAnswer = z.infer<typeof registerAnswer>
export type SignInAnswer = z.infer<typeof signInAnswer>
export type Policy = z.infer<typeof policyAnswer>
export type Account = z.infer<typeof accountAnswer>
export type SessionRow = z.infer<typeof sessionRow>
export type TwoFactorAnswer = z.infer<typeof twoFactorAnswer>
