/** The account: registering, signing in and out, passwords, the second factor, devices. */
import { parts } from '../parts'

export const account = {
  title: 'Account',
  guest:
    'You are a guest: only this browser knows you. With an account you can come back from any device, as who you are, with all your rooms.',
  register: 'Register',
  haveAccount: 'I have an account',
  signIn: 'Sign in',
  signOut: 'Sign out',
  leaveForGood: 'Leave for good',
  notConfirmed: 'Not confirmed yet',
  changePassword: 'Change password',
  delete: 'Delete account',
  email: 'E-mail address',
  password: 'Password',
  presentPassword: 'Present password',
  newPassword: 'New password',
  passwordAdvice: (least: number) =>
    `${least} characters or more. A few words that you can remember are good.`,
  signOutOthers: 'Sign out all other devices',
  forgotten: 'I have forgotten my password',
  forgottenTitle: 'Forgotten password',
  sendLink: 'Send me a link',
  linkOnItsWay: 'If this address has an account, a mail is on its way. Its link is good for an hour.',
  backToSignIn: 'Back to signing in',
  mailOnItsWay: <Name>(email: Name) =>
    parts`A mail is on its way to ${email}. Open the link in it within a day, and your account is there.`,
  guestUntilThen: 'Until then you go on as a guest.',
}

export const signInAgain = {
  title: 'Sign in again',
  registerTitle: 'Register to go on',
  kept: <Name>(name: Name) =>
    parts`Everything you wrote here as ${name} is kept, and goes out once you are back.`,
  beginAnew: 'Begin anew',
  beginAnewWithout: 'Begin anew, without it',
}

export const leaving = {
  'sign-out': { submit: 'Sign out', discard: 'Discard and sign out' },
  'sign-in-elsewhere': { submit: 'Go on', discard: 'Discard and go on' },
  delete: { submit: 'Delete account', discard: 'Discard and delete account' },
  deleteGuest: 'You leave all your rooms, for good. What you wrote stays there, without your name.',
  deleteAccount:
    'You leave all your rooms, for good. What you wrote stays there, without your name. Your e-mail address and password are forgotten.',
  guest: 'You are a guest: nobody can come back as you after this. Register first to keep your rooms.',
  guestElsewhere:
    'You are a guest: nobody can come back as you after this. Register first to keep your rooms. What you wrote stays in its rooms, under your name.',
  account: 'Nothing of your rooms stays in this browser. They are there when you sign in again.',
  waiting: (count: number) =>
    count === 1 ? '1 message is still waiting' : `${count} messages are still waiting`,
  refused: (count: number) => (count === 1 ? '1 message was refused' : `${count} messages were refused`),
  draft: (count: number) =>
    count === 1 ? '1 message is half written' : `${count} messages are half written`,
  waitingForNetwork: 'Waiting for the network…',
  sendFirst: 'Send first',
  file: {
    name: 'parley-unsent.txt',
    someRoom: 'A room',
    waiting: 'not sent yet',
    refused: 'refused by the server',
    draft: 'half written',
  },
}

export const mailedLink = {
  registration: 'Your registration',
  password: 'A new password',
  moment: 'One moment…',
  confirmed: 'Done: this e-mail address is yours, and so is the account. Sign in with it on any device.',
  reset: 'Done. All devices have been signed out: sign in with the new password.',
  setPassword: 'Set password',
  goOn: 'Go to Parley',
}

export const secondFactor = {
  title: 'Second factor',
  what: 'Signing in then takes a code of an authenticator besides your password: whoever finds out the password alone stays outside.',
  goOn: 'Go on',
  scan: 'Scan this with an authenticator, such as Aegis, 1Password or Google Authenticator, and type the code that it shows.',
  picture: 'A QR code for your authenticator',
  orType: <Secret>(secret: Secret) => parts`Or type this into it: ${secret}`,
  code: 'Code',
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  isOn: 'It is on. To turn it off, or to get ten new recovery codes in the place of the old ones, show your password.',
  newCodes: 'New recovery codes',
  codes: 'Recovery codes',
  keepCodes:
    'Keep these where you will find them without your phone. Each signs you in once. They are not shown again.',
  codesFile: 'parley-recovery-codes.txt',
  haveCodes: 'I have them',
  enterCode: 'Your authenticator shows a code for Parley.',
  enterRecoveryCode: 'Each of your recovery codes works once.',
  recoveryCode: 'Recovery code',
  useRecoveryCode: 'I do not have it here: use a recovery code',
  useCode: 'Use a code of the authenticator',
}

export const devices = {
  title: 'Devices',
  named: (browser: string, system: string) => `${browser} on ${system}`,
  unknown: 'Unknown device',
  thisOne: (since: string) => `This one, signed in ${since}`,
  other: (used: string, since: string) => `Last used ${used}, signed in ${since}`,
  signOutNamed: (device: string) => `Sign out ${device}`,
}
