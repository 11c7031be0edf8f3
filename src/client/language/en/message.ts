/** A message: its marks, what can be done with it, and what went wrong with it. */

export const message = {
  list: 'Messages',
  newLine: 'New',
  gap: 'Newer messages have not arrived yet.',
  gapInside: 'There are more messages in between.',
  loadOlder: 'Load older messages',
  toFirstNew: 'Jump to the first new message',
  toLatest: 'Jump to latest',
  unseen: ' new',
  looking: 'Looking for that message…',
  stopLooking: 'Stop looking',
  notFound: 'That message could not be found.',
  edited: 'edited',
  delivery: {
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    sending: 'Sending',
    waiting: 'Waiting to be sent',
    failed: 'Not sent',
  },
  readBy: 'Read by',
  actions: 'Message actions',
  reply: 'Reply',
  replyInThread: 'Reply in thread',
  copyText: 'Copy text',
  copyLink: 'Copy link',
  markUnread: 'Mark unread from here',
  edit: 'Edit',
  remove: 'Remove',
  textCopied: 'Text copied.',
  linkCopied: 'Link copied.',
  notCopied: 'This browser did not let Parley copy that.',
  copyCode: (language: string) => `Copy ${language === '' ? '' : `${language} `}code`,
  reactWith: (emoji: string) => `React with ${emoji}`,
  moreReactions: 'More reactions',
  inAnswerTo: 'In answer to',
  earlier: 'An earlier message',
  removed: 'Removed message',
  youRemoved: 'You removed this message',
  wasRemoved: 'This message was removed',
  undo: 'Undo',
  replies: (count: number) => (count === 1 ? '1 reply' : `${count} replies`),
  newReplies: (count: number) => `${count} new`,
}

export const refused = {
  retry: 'Retry',
  copy: 'Copy',
  discard: 'Discard',
  doNotSend: 'Do not send',
  edit: 'Your edit was not saved.',
  removal: 'This message was not removed.',
  reactionAdded: (emoji: string) => `Your reaction ${emoji} was not added.`,
  reactionTakenBack: (emoji: string) => `Your reaction ${emoji} was not taken back.`,
}

const nothingChanged = (what: string) => ({
  full: 'Too many changes are waiting. Nothing was changed: try again later.',
  noSpace: 'This browser’s storage is full. Nothing was changed: free some space, and try again.',
  failed: `This browser could not keep ${what}. Nothing was changed: try again.`,
})

/** Why this browser did not keep what somebody did. */
export const notKept = {
  message: {
    full: 'Too many messages are waiting. This one is still here: try again later.',
    noSpace: 'This browser’s storage is full. The message is still here: free some space, and try again.',
    failed: 'This browser could not keep the message. It is still here: try again.',
  },
  text: {
    full: 'Too many changes are waiting. The text is still here: try again later.',
    noSpace: 'This browser’s storage is full. The text is still here: free some space, and try again.',
    failed: 'This browser could not keep the text. It is still here: try again.',
  },
  reaction: nothingChanged('your reaction'),
  removal: nothingChanged('the removal'),
  choice: nothingChanged('your choice'),
}
