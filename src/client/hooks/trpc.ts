/** Query hooks for what is not synchronised: the room list, members. */
import { createTRPCReact } from '@trpc/react-query'
import type { AppRouter } from '@/server/trpc/app-router'

export const trpc = createTRPCReact<AppRouter>()
