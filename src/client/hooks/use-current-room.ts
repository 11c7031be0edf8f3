/** What the address names, and going to another without asking the server for a page. */
import { usePathname } from 'next/navigation'
import { useMemo } from 'react'

/** What an address names. */
export interface AddressedPlace {
  roomId?: string | undefined
  /** The position of a message in it. */
  seq?: number
  /** What stands beside it: all about the room, or a thread, by the id of its first message. */
  panel?: { is: 'details' } | { is: 'thread'; threadId: string }
}

/** `/rooms/<id>`, with `/<position>`, `/details` or `/thread/<id>` after it; nothing on every other address. */
export function placeOf(pathname: string): AddressedPlace {
  const [, roomId, seq, details, threadId] =
    /^\/rooms\/([^/]+)(?:\/(\d{1,15})|\/(details)|\/thread\/([^/]+))?\/?$/.exec(pathname) ?? []
  if (seq !== undefined) return { roomId, seq: Number(seq) }
  if (details !== undefined) return { roomId, panel: { is: 'details' } }
  return threadId === undefined ? { roomId } : { roomId, panel: { is: 'thread', threadId } }
}

export function useCurrentPlace(): AddressedPlace {
  const pathname = usePathname()
  return useMemo(() => placeOf(pathname), [pathname])
}

export function useCurrentRoom(): string | undefined {
  return useCurrentPlace().roomId
}

/** Which link of a mail, or of an invitation, the address is; undefined on every other. */
export function useLink(): 'confirm' | 'reset' | 'invite' | undefined {
  const [, kind] = /^\/(?:account\/)?(confirm|reset|invite)$/.exec(usePathname()) ?? []
  return kind === 'confirm' || kind === 'reset' || kind === 'invite' ? kind : undefined
}

/** @param seq of a message in it */
export function roomPath(roomId: string, seq?: number): string {
  return seq === undefined ? `/rooms/${roomId}` : `/rooms/${roomId}/${seq}`
}

export function detailsPath(roomId: string): string {
  return `/rooms/${roomId}/details`
}

/** @param threadId the id of its first message */
export function threadPath(roomId: string, threadId: string): string {
  return `/rooms/${roomId}/thread/${threadId}`
}

/** Every room is the same page, so that going there works offline too. Next follows the history by itself. */
export function goTo(path: string): void {
  window.history.pushState(null, '', path)
}
