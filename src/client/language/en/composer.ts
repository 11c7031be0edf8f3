/** Where messages are written. */

export const composer = {
  label: 'Message',
  placeholder: (room: string) => `Message ${room}`,
  editLabel: 'Edit message',
  doNotReply: 'Do not reply to this message',
  emoji: 'Emoji',
  loadingEmoji: 'Loading emoji',
  send: 'Send',
  suggestions: 'Suggestions',
  left: (count: number) => `${count} left`,
  tooMany: (count: number) => `${count} too many`,
  tooLong: 'This is too long for one message. Shorten it, or send it in parts.',
  invisible: 'There is nothing to read in this message.',
}
