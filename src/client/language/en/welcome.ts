/** The first screen, and where the link of an invitation leads. */
import { parts } from '../parts'

export const welcome = {
  title: 'Welcome to Parley',
  promise: 'A chat that never loses, repeats or reorders a message, whatever your connection does.',
  start: 'Start chatting',
  noAccount: 'No account, no password. You can change your name later.',
  haveAccount: 'I have an account',
  isNew: 'I am new here',
  asGuest: 'Go on without an account',
}

export const invitation = {
  title: 'An invitation',
  invites: <Name>(who: Name, workspace: Name) => parts`${who} invites you to ${workspace}`,
  intoRoom: <Name>(room: Name) => parts`You come right into ${room}.`,
  accept: 'Come in',
  notNow: 'Not now',
}
