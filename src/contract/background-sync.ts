/** How a page and its service worker name the wish to be woken while an outbox is not empty. */

const prefix = 'outbox-'

export const outboxTag = {
  of: (userId: string): string => `${prefix}${userId}`,
  /** Undefined for a tag that says something else. */
  userOf: (tag: string): string | undefined =>
    tag.startsWith(prefix) ? tag.slice(prefix.length) : undefined,
}
