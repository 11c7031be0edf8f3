/** The client's composition root: the one place that chooses what the browser's ports are. */

import { createTRPCClient, type TRPCClient } from '@trpc/client'
import type { AppRouter } from '@/server/trpc/app-router'
import { leadWithoutDisk } from './db/lead-without-disk'
import { openLocalStore } from './db/local-store'
import { type AuthCalls, createAuthCalls } from './session/auth-calls'
import { browserLead, browserLock } from './session/browser-lock'
import { onPageHidden, onPageLeaving, requestDrain, serviceWorkers } from './session/browser-worker'
import { watchThawing } from './session/frozen-page'
import { createIdentityClient } from './session/identity-client'
import { createSession, type Session } from './session/session'
import type { SystemNotices } from './session/system-notices'
import { type AppearanceStore, createAppearanceStore } from './stores/appearance'
import { type Arrival, createArrival } from './stores/arrival'
import { type BrowserStorage, createBrowserStorage } from './stores/browser-storage'
import { calmly } from './stores/calmly'
import { createIdentity, type Identity } from './stores/identity'
import { createLanguageStore, type LanguageStore } from './stores/language'
import { mentions } from './stores/mentions'
import { createNameStore, type NameStore } from './stores/name-store'
import { type NewVersion, watchForNewVersion } from './stores/new-version'
import { createNotificationStore, levelOf, type NotificationStore } from './stores/notifications'
import { createOpenRooms, type OpenRooms } from './stores/open-rooms'
import { createPaneWidths, type PaneWidths } from './stores/pane-widths'
import { createSharingStore, type SharingStore } from './stores/sharing'
import { showUnread } from './stores/unread-badge'
import { createUserStore, type UserStore, watchOtherTabs } from './stores/user-store'
import { watchUnsent } from './sync/background-sync'
import { browserClock, browserConnectivity, newId } from './sync/browser-ports'
import type { Clock } from './sync/clock'
import type { Company } from './sync/company'
import { createSync, type Sync } from './sync/engine'
import type { CopyPage } from './sync/find-in-copies'
import { createLateLiveChannel } from './sync/late-live-channel'
import type { Lead } from './sync/lead'
import type { StorageWatch } from './sync/local-store'
import { retried } from './sync/retried'
import { createApiLink, toParleyError } from './sync/trpc-link'
import { createTrpcTransport } from './sync/trpc-transport'
import { keepUnkeptDrafts } from './sync/unkept-drafts'
import type { Unsent } from './sync/unsent'

export interface Client {
  appearance: AppearanceStore
  language: LanguageStore
  sharing: SharingStore
  notifications: NotificationStore
  /** Loaded when they are wanted. */
  systemNotices(): Promise<SystemNotices>
  /** Of the tabs of this user, one notifies. */
  arrivalPorts(userId: string): { lead: Lead; clock: Clock }
  session: Session
  identity: Identity
  /** For what one does with one's account. */
  authCalls: AuthCalls
  users: UserStore
  newVersion: NewVersion
  openRooms: OpenRooms
  /** Makes a call of `api` again where that can help. @throws ParleyError */
  patiently: <Answer>(call: () => Promise<Answer>) => Promise<Answer>
  paneWidths: PaneWidths
  browserStorage: BrowserStorage
  /** For what is asked while it is shown, and not synchronised: who is in a room, workspaces. */
  api: TRPCClient<AppRouter>
  newId: () => string
  /** The sync of this user: the same one until something of another user is asked for, which closes it. */
  syncOf(userId: string): Sync
  /** The names of people that this user has heard of; the same one as long as `syncOf`. */
  namesOf(userId: string): NameStore
  /** Who else this user sees here, once that has come; the same one as long as `syncOf`. */
  companyOf(userId: string): Pick<Arrival<Company>, 'get' | 'subscribe'>
  /** How the storage of this user fares; the same one as long as `syncOf`. */
  storageOf(userId: string): StorageWatch
  /** Pages of this user's copies of rooms. */
  copiesOf(userId: string): CopyPage
  /** What this user wrote here and the server does not have. */
  unsentOf(userId: string): { read(): Promise<Unsent>; subscribe(listener: () => void): () => void }
}

let client: Client | undefined

/** The page's one client. */
export function bootClient(): Client {
  client ??= createClient()
  return client
}

function createClient(): Client {
  // Bound late, so that a test or a tool that replaces `window.fetch` is heard.
  const pageFetch: typeof fetch = (input, init) => window.fetch(input, init)
  const { onWake } = browserConnectivity
  const authCalls = createAuthCalls({ baseUrl: '', fetch: pageFetch, onWake })
  const session = createSession({
    client: createIdentityClient(authCalls),
    clock: browserClock,
    lock: browserLock('parley-session', browserClock),
  })
  const { token, reject } = session
  const link = createApiLink({ url: '/api/trpc', fetch: pageFetch, token, reject, onWake })
  const trpc = createTRPCClient<AppRouter>({ links: [link] })
  const thawed = watchThawing()
  const localStorage = storageOrNothing(() => window.localStorage)
  const users = createUserStore(localStorage)
  const sharing = createSharingStore(localStorage, globalThis.window ?? new EventTarget())
  const notifications = createNotificationStore(localStorage, globalThis.window ?? new EventTarget())
  const appearance = createAppearanceStore(localStorage, globalThis.window ?? new EventTarget())
  const language = createLanguageStore({
    appearance,
    preferred: () => globalThis.window?.navigator.languages ?? [],
    events: globalThis.window ?? new EventTarget(),
    load: { de: () => import('./language/de/catalogue') },
    tell: (language) => {
      if (typeof document !== 'undefined') document.documentElement.lang = language
    },
  })
  // Pages are rendered ahead of time as well.
  if (typeof window !== 'undefined') {
    watchOtherTabs(users, { events: window, reload: () => window.location.reload() })
  }

  let current: ReturnType<typeof open> | undefined

  function of(userId: string) {
    if (current?.userId !== userId) {
      current?.stop()
      current?.store.close()
      current = open(userId)
    }
    return current
  }

  function open(userId: string) {
    const ownToken = () => session.tokenOf(userId)
    const ownLink = createApiLink({ url: '/api/trpc', fetch: pageFetch, token: ownToken, reject, onWake })
    const trpc = createTRPCClient<AppRouter>({ links: [ownLink] })
    const company = createArrival<Company>()
    let stopped = false
    const live = createLateLiveChannel({
      ...{ clock: browserClock, random: Math.random },
      async load() {
        const [{ createRealtimeLiveChannel }, { createCompany }] = await Promise.all([
          import('./sync/realtime-live-channel'),
          import('./sync/company'),
        ])
        const loaded = createRealtimeLiveChannel({
          url: `${window.location.origin.replace(/^http/, 'ws')}/realtime/v1`,
          ...{ token: ownToken, page: newId(), clock: browserClock, random: Math.random },
        })
        const { heads, room } = sync
        if (!stopped)
          company.arrived(
            createCompany({
              ...{ userId, live: loaded, clock: browserClock, heads, room, sharing },
              receipts: (roomId) => trpc.messages.receipts.query({ roomId }),
            }),
          )
        return loaded
      },
    })
    const store = openLocalStore({
      userId,
      onDefect: (error) => console.error(error),
      isShown: (roomId) => sync.isShown(roomId),
      mayBegin: thawed,
    })
    const sync: Sync = createSync({
      ...{ userId, live, clock: browserClock, random: Math.random, ids: newId },
      transport: createTrpcTransport(trpc),
      connectivity: browserConnectivity,
      store,
      // Two frames: a timer, as frames stop where nobody looks.
      painted: () => new Promise((resolve) => void browserClock.after(32, resolve)),
      isForMe: (content) => mentions(content, users.getState().user?.name ?? ''),
      lead: leadWithoutDisk(browserLead(`parley-outbox-${userId}`, browserClock), store.storage),
    })
    // Where they cannot be read, those that are opened show all the same.
    store.unsent().then(
      ({ texts }) => sync.drafts.found(texts.filter(({ what }) => what === 'draft')),
      () => {},
    )
    const names = createNameStore({
      ...{ kept: store.names, clock: browserClock },
      fetch: async (userIds) => (await trpc.profiles.names.query({ userIds })).profiles,
    })
    const stopAsking = watchUnsent({
      ...{ store, clock: browserClock, ask: () => requestDrain(userId) },
      onHidden: onPageHidden,
    })
    const stopKeeping = keepUnkeptDrafts({
      ...{ userId, drafts: sync.drafts, onLeaving: onPageLeaving },
      tab: storageOrNothing(() => window.sessionStorage),
    })
    const stopShowing = showUnread({
      heads: { ...sync.heads, subscribe: calmly(sync.heads.subscribe, 'together') },
      badge: navigator,
      muted: {
        has: (roomId) => levelOf(notifications.get(), roomId) === 'nothing',
        subscribe: notifications.subscribe,
      },
      setTitle: (title) => {
        document.title = title
      },
      ...{ isSeen: browserConnectivity.isSeen, clock: browserClock },
    })
    return {
      ...{ userId, sync, names, store, company },
      /** Afterwards its store is closed, or erased. */
      stop() {
        stopAsking()
        stopShowing()
        stopKeeping()
        stopped = true
        company.get()?.close()
        sync.close()
        live.close()
      },
    }
  }

  let notices: Promise<SystemNotices> | undefined

  /** Always the same ones; tried again where their code did not come. */
  function systemNotices() {
    notices ??= import('./session/system-notices').then(
      ({ createSystemNotices }) => createSystemNotices({ page: window, workers: serviceWorkers }),
      (error) => {
        notices = undefined
        throw error
      },
    )
    return notices
  }

  function patiently<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    return retried(() => call().catch(rethrow), { clock: browserClock, random: Math.random })
  }

  async function erase(userId: string) {
    const mine = current?.userId === userId ? current : undefined
    if (mine) current = undefined
    mine?.stop()
    const store = mine?.store ?? openLocalStore({ userId, onDefect: (error) => console.error(error) })
    notifications.forget()
    await store.erase()
  }

  return {
    ...{
      appearance,
      language,
      sharing,
      notifications,
      session,
      users,
      authCalls,
      newId,
      api: trpc,
      patiently,
    },
    systemNotices,
    arrivalPorts: (userId) => ({
      lead: browserLead(`parley-notices-${userId}`, browserClock),
      clock: browserClock,
    }),
    browserStorage: createBrowserStorage({
      manager: () => navigator.storage,
      isSecure: () => window.isSecureContext,
      session: storageOrNothing(() => window.sessionStorage),
    }),
    openRooms: createOpenRooms({
      ...{ clock: browserClock, random: Math.random, onWake },
      page: (input) => trpc.rooms.list.query(input),
    }),
    paneWidths: createPaneWidths(localStorage, (property, value) => {
      if (typeof document !== 'undefined') document.documentElement.style.setProperty(property, value)
    }),
    newVersion: watchForNewVersion({
      // In development every reload brings what was just written.
      workers: process.env.NODE_ENV === 'production' ? serviceWorkers : undefined,
      reload: () => window.location.reload(),
      clock: browserClock,
      onWake: browserConnectivity.onWake,
    }),
    identity: createIdentity({
      ...{ session, users, erase },
      profiles: {
        me: () => trpc.profiles.me.query().catch(rethrow),
        rename: (name) => trpc.profiles.rename.mutate({ name }).catch(rethrow),
      },
    }),
    syncOf: (userId) => of(userId).sync,
    namesOf: (userId) => of(userId).names,
    companyOf: (userId) => of(userId).company,
    storageOf: (userId) => of(userId).store.storage,
    copiesOf: (userId) => of(userId).store.copyPage,
    unsentOf(userId) {
      const { store } = of(userId)
      return { read: store.unsent, subscribe: store.watch }
    },
  }
}

function rethrow(error: unknown): never {
  throw toParleyError(error)
}

/** Where storage is forbidden, touching it throws: then nothing is kept. */
function storageOrNothing(touch: () => Storage) {
  try {
    return touch()
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} }
  }
}
