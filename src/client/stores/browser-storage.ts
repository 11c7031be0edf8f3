/** What the browser itself says of its storage: how much there is, and whether it may clear it. */

export interface StorageFacts {
  /** In bytes, of everything that this site has here; undefined where the browser does not say. So is `quota`. */
  readonly used: number | undefined
  readonly quota: number | undefined
  /** Whether the browser keeps it also when it needs the space; undefined where it does not say. */
  readonly isPersistent: boolean | undefined
  /** Without HTTPS or localhost a browser neither says any of this nor starts the application without a network. */
  readonly isSecure: boolean
}

export interface BrowserStorage {
  /** Never rejects. */
  facts(): Promise<StorageFacts>
  /** Asks the browser to keep what is stored, once in a session. Some ask their user in turn. Never rejects. */
  askToPersist(): Promise<void>
}

interface BrowserStorageOptions {
  /** Undefined in insecure contexts and old browsers. */
  manager: () => StorageManager | undefined
  isSecure: () => boolean
  /** Lasts as long as the session. */
  session: Pick<Storage, 'getItem' | 'setItem'>
}

const askedKey = 'parley-asked-to-persist'

export function createBrowserStorage({ manager, isSecure, session }: BrowserStorageOptions): BrowserStorage {
  let asked = false

  async function isPersistent(): Promise<boolean | undefined> {
    return manager()
      ?.persisted?.()
      .catch(() => undefined)
  }

  return {
    async facts() {
      const estimate = await manager()
        ?.estimate?.()
        .catch(() => undefined)
      return {
        ...{ used: estimate?.usage, quota: estimate?.quota },
        ...{ isPersistent: await isPersistent(), isSecure: isSecure() },
      }
    },
    async askToPersist() {
      const browser = manager()
      if (asked || !browser?.persist) return
      asked = true
      try {
        if (session.getItem(askedKey) !== null || (await isPersistent())) return
        session.setItem(askedKey, 'yes')
        await browser.persist()
      } catch {
        // It is a favour: everything works without.
      }
    },
  }
}
