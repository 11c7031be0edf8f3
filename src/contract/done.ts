/** What endpoints of the identity provider answer that have nothing to say. */
import * as z from 'zod/mini'

export const doneAnswer = z.object({ success: z.literal(true) })
