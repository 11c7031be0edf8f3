/** What the address names, and going to another without asking the server for a page. */
import { usePathname } from 'next/navigation'

/** The room of `/rooms/<id>`; undefined on every other address. */
export function roomIdOf(pathname: string): string | undefined {
  return /^\/rooms\/([^/]+)\/?$/.exec(pathname)?.[1]
}

export function useCurrentRoom(): string | undefined {
  return roomIdOf(usePathname())
}

/** Which link of a mail, or of an invitation, the address is; undefined on every other. */
export function useLink(): 'confirm' | 'reset' | 'invite' | undefined {
  const [, kind] = /^\/(?:account\/)?(confirm|reset|invite)$/.exec(usePathname()) ?? []
  return kind === 'confirm' || kind === 'reset' || kind === 'invite' ? kind : undefined
}

export function roomPath(roomId: string): string {
  return `/rooms/${roomId}`
}

/** Every room is the same page, so that going there works offline too. Next follows the history by itself. */
export function goTo(path: string): void {
  window.history.pushState(null, '', path)
}
