/** Who else is here, and who is typing. Nobody until the code for the live channel has come. */
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import type { Company } from '@/client/sync/company'
import type { Receipt } from '@/client/sync/room-receipts'
import { getClient, useUserId, useUserState } from './client-context'

const nobody: ReadonlySet<string> = new Set()
const silent: readonly string[] = []
const unread: readonly Receipt[] = []
const never = () => () => {}

function useCompany(userId: string | undefined): Company | undefined {
  const arrival = userId === undefined ? undefined : getClient().companyOf(userId)
  return useSyncExternalStore(arrival?.subscribe ?? never, arrival?.get ?? missing, missing)
}

function missing(): undefined {}

/** The people who are here. */
export function useHere(): ReadonlySet<string> {
  const company = useCompany(useUserState().user?.userId)
  const none = () => nobody
  return useSyncExternalStore(company?.subscribe ?? never, company?.here ?? none, none)
}

/** Who is typing in a room that is shown. */
export function useTyping(roomId: string): readonly string[] {
  const company = useCompany(useUserId())
  useEffect(() => company?.show(roomId), [company, roomId])
  const typing = () => company?.typing(roomId) ?? silent
  return useSyncExternalStore(company?.subscribe ?? never, typing, typing)
}

/** How far the others in a small room that is shown have received and read it. */
export function useReceipts(roomId: string): readonly Receipt[] {
  const company = useCompany(useUserId())
  const receipts = () => company?.receipts(roomId) ?? unread
  return useSyncExternalStore(company?.subscribe ?? never, receipts, receipts)
}

/** To be called whenever the user has typed something in that room. */
export function useTyped(roomId: string): () => void {
  const company = useCompany(useUserId())
  return useCallback(() => company?.typed(roomId), [company, roomId])
}

/** Whether the user wants to be seen, and to see. */
export function useSharing(): [shown: boolean, set: (shown: boolean) => void] {
  const { get, set, subscribe } = getClient().sharing
  return [useSyncExternalStore(subscribe, get, get).shown, (shown) => set({ shown })]
}
