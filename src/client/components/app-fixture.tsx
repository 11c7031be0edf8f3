/** For tests of the application as a whole: its real page, hooks, engine and storage, and the real server behind MSW. */
import 'fake-indexeddb/auto'
import { Blob } from 'node:buffer'
import { cleanup, configure, render, screen, within } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { setupServer } from 'msw/node'
import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { type ReactNode, useSyncExternalStore } from 'react'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { uuidV7 } from '@/contract/uuid-v7'
import { createParleyHandlers, type ParleyHandlers, type Person } from '@/testing/msw/parley-handlers'

export interface OpenedApp extends Omit<ParleyHandlers, 'handlers'> {
  user: UserEvent
  /** The user of the page, Mara, on another device. */
  mara: Person
  /** Somebody else in the room. */
  ana: Person
  /** The room that is shown, named Tea. */
  roomId: string
  /** Leaves the page, and comes to it again: nothing but what the browser stores is still there. */
  reload(): Promise<void>
  /** What the machine says of its network, and what becomes of it. */
  setNetwork(is: 'on' | 'off'): void
}

// The machine may be busy with other work.
configure({ asyncUtilTimeout: 15_000 })
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const server = setupServer()
let closePage: (() => void) | undefined
let app: ParleyHandlers | undefined

beforeAll(() => {
  // jsdom has one of its own, which Node's Response does not know.
  vi.stubGlobal('Blob', Blob)
  // Nothing is laid out here, and nothing comes into sight: what scrolls is tested in a browser.
  class NoObserver {
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal('ResizeObserver', NoObserver)
  vi.stubGlobal('IntersectionObserver', NoObserver)
  server.listen({ onUnhandledRequest: 'error' })
})
afterEach(async () => {
  closePage?.()
  await app?.close()
  expect(app?.errors).toEqual([])
  server.resetHandlers()
  localStorage.clear()
})
afterAll(() => server.close())

/** Mara looks at a room that Ana made, and that both are in. @param prepare what happened in it before */
export async function openApp(prepare: (app: OpenedApp) => Promise<unknown> = async () => {}) {
  const parley = createParleyHandlers()
  app = parley
  server.use(...parley.handlers)
  const [ana, mara] = [await parley.person('Ana'), await parley.person('Mara', parley.identity.signIn())]
  const roomId = newId()
  await ana.call.rooms.create({ id: roomId, name: 'Tea', kind: 'public' })
  await mara.call.rooms.join({ roomId })
  const opened: OpenedApp = {
    ...{ ...parley, user: userEvent.setup({ delay: null }), ana, mara, roomId },
    reload: openPage,
    setNetwork(is) {
      vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(is === 'on')
      if (is === 'on') parley.online()
      else parley.offline()
      window.dispatchEvent(new Event(is === 'on' ? 'online' : 'offline'))
    },
  }
  await prepare(opened)
  window.history.replaceState(null, '', `/rooms/${roomId}`)
  await openPage()
  return opened
}

/** As a browser loads a page: every module anew. */
async function openPage() {
  closePage?.()
  vi.resetModules()
  const [{ RoomsScreen }, { AppProviders }, { bootClient }] = await Promise.all([
    import('./rooms-screen'),
    import('../hooks/app-providers'),
    import('../boot'),
  ])
  closePage = () => {
    cleanup()
    // Somebody else's sync takes the place of the page's, which lets go of what it has open.
    bootClient().syncOf(newId()).close()
    closePage = undefined
  }
  render(
    <Addressed>
      <AppProviders>
        <RoomsScreen />
      </AppProviders>
    </Addressed>,
  )
}

/** What Next does: the address is the page's. */
function Addressed({ children }: { children: ReactNode }) {
  const pathname = useSyncExternalStore(followAddress, () => window.location.pathname)
  return <PathnameContext.Provider value={pathname}>{children}</PathnameContext.Provider>
}

function followAddress(listener: () => void): () => void {
  const { pushState } = window.history
  window.history.pushState = (...state) => {
    pushState.apply(window.history, state)
    listener()
  }
  return () => {
    window.history.pushState = pushState
  }
}

export function newId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

/** Sends a message as somebody; answers its id. */
export async function say({ userId, call }: Person, roomId: string, content: string): Promise<string> {
  const id = newId()
  const command = { kind: 'send' as const, id, as: userId, roomId, content, sentAt: new Date().toISOString() }
  await call.commands.submit({ commands: [command] })
  return id
}

/** Writes a message in the page and presses Enter. */
export async function write(user: UserEvent, text: string): Promise<void> {
  await user.type(await screen.findByRole('textbox', { name: 'Message' }), `${text}{Enter}`)
}

/** The conversation. */
export async function messages() {
  return within(await screen.findByRole('log', { name: 'Messages' }))
}

/** The row of the message with this text, as soon as there is one. */
export async function row(text: string) {
  const found = (await (await messages()).findByText(text, { ignore: 'textarea' })).closest('li')
  if (!found) throw new Error(`no row of the list has ${text}`)
  return within(found)
}
