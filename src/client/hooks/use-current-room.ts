/** What the address names, and going to another without asking the server for a page. */
import { usePathname } from 'next/navigation'

/** The room of `/rooms/<id>` and, after another slash, a position in it; nothing on every other address. */
export function placeOf(pathname: string): { roomId?: string | undefined; seq?: number } {
  const [, roomId, seq] = /^\/rooms\/([^/]+)(?:\/(\d{1,15}))?\/?$/.exec(pathname) ?? []
  return { roomId, ...(seq === undefined ? {} : { seq: Number(seq) }) }
}

export function useCurrentRoom(): string | undefined {
  return placeOf(usePathname()).roomId
}

/** The message that the address names by its position; undefined where it names only a room. */
export function useLinkedPosition(): number | undefined {
  return placeOf(usePathname()).seq
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

/** Every room is the same page, so that going there works offline too. Next follows the history by itself. */
export function goTo(path: string): void {
  window.history.pushState(null, '', path)
}
