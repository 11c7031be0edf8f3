/** Where messages are written. */
import type { Text } from '../en/text'

export const composer: Text['composer'] = {
  label: 'Nachricht',
  placeholder: (room) => `Nachricht an ${room}`,
  editLabel: 'Nachricht bearbeiten',
  doNotReply: 'Nicht auf diese Nachricht antworten',
  emoji: 'Emoji',
  loadingEmoji: 'Emoji werden geladen',
  send: 'Senden',
  suggestions: 'Vorschläge',
  left: (count) => `noch ${count}`,
  tooMany: (count) => `${count} zu viel`,
  tooLong: 'Das ist zu lang für eine Nachricht. Kürz es oder sende es in Teilen.',
  invisible: 'In dieser Nachricht steht nichts, was man lesen könnte.',
}
