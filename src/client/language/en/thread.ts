/** A thread beside its conversation. */

export const thread = {
  title: 'Thread',
  following: 'Following',
  follow: 'Follow',
  placeholder: 'Reply in this thread',
  looking: 'Looking for this thread…',
  notFound: 'This thread could not be found.',
}
