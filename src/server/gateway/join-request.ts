/** The payload of a join, as realtime-js sends it. */
import * as z from 'zod/mini'
import type { Frame } from './frame'
import { reasons } from './reasons'

const joinPayload = z.object({
  config: z.object({
    private: z.optional(z.boolean()),
    broadcast: z.optional(
      z.object({
        ack: z.optional(z.boolean()),
        self: z.optional(z.boolean()),
        replay: z.optional(z.unknown()),
      }),
    ),
    presence: z.optional(z.object({ enabled: z.optional(z.boolean()), key: z.optional(z.string()) })),
    postgres_changes: z.optional(z.array(z.unknown())),
  }),
  access_token: z.optional(z.nullable(z.string())),
})

export interface JoinRequest {
  readonly joinRef: string
  readonly token: string
  /** Answer this subscriber's broadcasts. */
  readonly ack: boolean
  /** Send this subscriber its own broadcasts. */
  readonly self: boolean
  readonly presence: boolean
  /** What tells this presence from the user's others. */
  readonly presenceKey: string | undefined
}

/** What the client asks for, or why it cannot have it. */
export function parseJoin({ joinRef, payload }: Frame): JoinRequest | { readonly refusal: string } {
  const parsed = joinPayload.safeParse(payload)
  if (!parsed.success || joinRef === null) return { refusal: reasons.joinPayload }
  const { config, access_token: token } = parsed.data
  if (config.private !== true) return { refusal: reasons.privateOnly }
  if (config.postgres_changes?.length || config.broadcast?.replay !== undefined) {
    return { refusal: reasons.unsupported }
  }
  if (!token) return { refusal: reasons.token }
  return {
    joinRef,
    token,
    ack: config.broadcast?.ack === true,
    self: config.broadcast?.self === true,
    presence: config.presence?.enabled === true,
    presenceKey: config.presence?.key,
  }
}
