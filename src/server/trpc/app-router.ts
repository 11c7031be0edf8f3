/** The whole API. Browsers take nothing from the server but this type. */
import { createCallerFactory, router } from './init'
import { auditRouter } from './routers/audit'
import { commandsRouter } from './routers/commands'
import { messagesRouter } from './routers/messages'
import { profilesRouter } from './routers/profiles'
import { roomsRouter } from './routers/rooms'
import { threadsRouter } from './routers/threads'
import { workspacesRouter } from './routers/workspaces'

export const appRouter = router({
  audit: auditRouter,
  commands: commandsRouter,
  messages: messagesRouter,
  profiles: profilesRouter,
  rooms: roomsRouter,
  threads: threadsRouter,
  workspaces: workspacesRouter,
})

export type AppRouter = typeof appRouter

/** Calls procedures without a network, types and errors included. */
export const createCaller = createCallerFactory(appRouter)
