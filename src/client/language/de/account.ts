/** The account: registering, signing in and out, passwords, the second factor, devices. */
import type { MoreText } from '../en/more-text'
import { parts } from '../parts'

export const account: MoreText['account'] = {
  title: 'Konto',
  guest:
    'Du bist als Gast hier: Nur dieser Browser kennt dich. Mit einem Konto kommst du von jedem Gerät zurück, als du selbst, mit allen deinen Räumen.',
  register: 'Registrieren',
  haveAccount: 'Ich habe ein Konto',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  leaveForGood: 'Für immer gehen',
  notConfirmed: 'Noch nicht bestätigt',
  changePassword: 'Passwort ändern',
  delete: 'Konto löschen',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  presentPassword: 'Bisheriges Passwort',
  newPassword: 'Neues Passwort',
  passwordAdvice: (least) =>
    `Mindestens ${least} Zeichen. Gut sind ein paar Wörter, die du dir merken kannst.`,
  signOutOthers: 'Alle anderen Geräte abmelden',
  forgotten: 'Ich habe mein Passwort vergessen',
  forgottenTitle: 'Passwort vergessen',
  sendLink: 'Schickt mir einen Link',
  linkOnItsWay:
    'Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail unterwegs. Ihr Link gilt eine Stunde.',
  backToSignIn: 'Zurück zum Anmelden',
  mailOnItsWay: (email) =>
    parts`Eine E-Mail an ${email} ist unterwegs. Öffne innerhalb eines Tages den Link darin, dann ist dein Konto da.`,
  guestUntilThen: 'Bis dahin machst du als Gast weiter.',
}

export const signInAgain: MoreText['signInAgain'] = {
  title: 'Wieder anmelden',
  registerTitle: 'Registrieren, um weiterzumachen',
  kept: (name) =>
    parts`Alles, was du hier als ${name} geschrieben hast, ist gespeichert und geht hinaus, sobald du zurück bist.`,
  beginAnew: 'Neu anfangen',
  beginAnewWithout: 'Neu anfangen, ohne das alles',
}

export const leaving: MoreText['leaving'] = {
  'sign-out': { submit: 'Abmelden', discard: 'Verwerfen und abmelden' },
  'sign-in-elsewhere': { submit: 'Weiter', discard: 'Verwerfen und weiter' },
  delete: { submit: 'Konto löschen', discard: 'Verwerfen und Konto löschen' },
  deleteGuest:
    'Du verlässt alle deine Räume, für immer. Was du geschrieben hast, bleibt dort, ohne deinen Namen.',
  deleteAccount:
    'Du verlässt alle deine Räume, für immer. Was du geschrieben hast, bleibt dort, ohne deinen Namen. Deine E-Mail-Adresse und dein Passwort werden vergessen.',
  guest:
    'Du bist als Gast hier: Danach kann niemand mehr als du zurückkommen. Registrier dich vorher, um deine Räume zu behalten.',
  guestElsewhere:
    'Du bist als Gast hier: Danach kann niemand mehr als du zurückkommen. Registrier dich vorher, um deine Räume zu behalten. Was du geschrieben hast, bleibt unter deinem Namen in seinen Räumen.',
  account: 'Von deinen Räumen bleibt nichts in diesem Browser. Sie sind da, wenn du dich wieder anmeldest.',
  waiting: (count) => (count === 1 ? '1 Nachricht wartet noch' : `${count} Nachrichten warten noch`),
  refused: (count) => (count === 1 ? '1 Nachricht wurde abgelehnt' : `${count} Nachrichten wurden abgelehnt`),
  draft: (count) =>
    count === 1 ? '1 Nachricht ist halb geschrieben' : `${count} Nachrichten sind halb geschrieben`,
  waitingForNetwork: 'Warten auf das Netz …',
  sendFirst: 'Erst senden',
  file: {
    name: 'parley-ungesendet.txt',
    someRoom: 'Ein Raum',
    waiting: 'noch nicht gesendet',
    refused: 'vom Server abgelehnt',
    draft: 'halb geschrieben',
  },
}

export const mailedLink: MoreText['mailedLink'] = {
  registration: 'Deine Registrierung',
  password: 'Ein neues Passwort',
  moment: 'Einen Moment …',
  confirmed:
    'Fertig: Diese E-Mail-Adresse gehört dir, und das Konto auch. Melde dich damit auf jedem Gerät an.',
  reset: 'Fertig. Alle Geräte wurden abgemeldet: Melde dich mit dem neuen Passwort an.',
  setPassword: 'Passwort setzen',
  goOn: 'Weiter zu Parley',
}

export const secondFactor: MoreText['secondFactor'] = {
  title: 'Zweiter Faktor',
  what: 'Zum Anmelden braucht es dann außer deinem Passwort einen Code aus einer Authenticator-App: Wer nur das Passwort herausfindet, bleibt draußen.',
  goOn: 'Weiter',
  scan: 'Scann das mit einer Authenticator-App wie Aegis, 1Password oder Google Authenticator und gib den Code ein, den sie zeigt.',
  picture: 'Ein QR-Code für deine Authenticator-App',
  orType: (secret) => parts`Oder gib dort das hier ein: ${secret}`,
  code: 'Code',
  turnOn: 'Einschalten',
  turnOff: 'Ausschalten',
  isOn: 'Er ist eingeschaltet. Um ihn auszuschalten oder zehn neue Wiederherstellungscodes statt der alten zu bekommen, gib dein Passwort ein.',
  newCodes: 'Neue Wiederherstellungscodes',
  codes: 'Wiederherstellungscodes',
  keepCodes:
    'Heb sie dort auf, wo du sie auch ohne dein Telefon findest. Jeder meldet dich einmal an. Sie werden nicht noch einmal gezeigt.',
  codesFile: 'parley-wiederherstellungscodes.txt',
  haveCodes: 'Ich habe sie',
  enterCode: 'Deine Authenticator-App zeigt einen Code für Parley.',
  enterRecoveryCode: 'Jeder deiner Wiederherstellungscodes gilt einmal.',
  recoveryCode: 'Wiederherstellungscode',
  useRecoveryCode: 'Ich habe sie nicht hier: einen Wiederherstellungscode nehmen',
  useCode: 'Einen Code der Authenticator-App nehmen',
}

export const devices: MoreText['devices'] = {
  title: 'Geräte',
  named: (browser, system) => `${browser} auf ${system}`,
  unknown: 'Unbekanntes Gerät',
  thisOne: (since) => `Dieses hier, angemeldet am ${since}`,
  other: (used, since) => `Zuletzt benutzt am ${used}, angemeldet am ${since}`,
  signOutNamed: (device) => `${device} abmelden`,
}
