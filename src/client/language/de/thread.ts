/** A thread beside its conversation. */
import type { MoreText } from '../en/more-text'

export const thread: MoreText['thread'] = {
  title: 'Thread',
  following: 'Gefolgt',
  follow: 'Folgen',
  placeholder: 'In diesem Thread antworten',
  looking: 'Der Thread wird gesucht …',
  notFound: 'Dieser Thread wurde nicht gefunden.',
}
