/** Where the outbox survives. A port: memory for now, the browser's database next. */
import type { OutboxEntry } from './outbox-entry'

export interface OutboxStore {
  /** Everything stored, oldest first. */
  load(): Promise<OutboxEntry[]>
  /** Stores entries and takes others out, all or nothing. Resolves when it is safe. */
  write(entries: readonly OutboxEntry[], removedIds: readonly string[]): Promise<void>
}

export function createMemoryOutboxStore(): OutboxStore {
  const rows = new Map<string, OutboxEntry>()
  return {
    load: async () => [...rows.values()].sort((a, b) => a.order - b.order),
    async write(entries, removedIds) {
      for (const id of removedIds) rows.delete(id)
      for (const entry of entries) rows.set(entry.command.id, entry)
    },
  }
}
