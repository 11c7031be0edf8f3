/** The settings: appearance, notifications, presence, storage. */
import type { MoreText } from '../en/more-text'

export const settings: MoreText['settings'] = {
  back: 'Alle Einstellungen',
  appearance: 'Darstellung',
  language: 'Sprache',
  asBrowser: 'Wie der Browser',
  theme: 'Farbschema',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  contrast: 'Kontrast',
  contrasts: { system: 'Wie das System', more: 'Hoch' },
  textSize: 'Schriftgröße',
  textSizes: { small: 'Klein', normal: 'Normal', large: 'Groß', largest: 'Sehr groß' },
  notifications: 'Benachrichtigungen',
  notifyHere: 'In diesem Browser benachrichtigen',
  notifyOf: 'Über',
  levels: { everything: 'Alles', mentions: 'Erwähnungen' },
  perRoom: 'Jeder Raum kann seine eigene Wahl haben; sie steht bei allem über den Raum.',
  notificationsRefused: {
    denied:
      'Dieser Browser lässt nicht zu, dass Parley dich benachrichtigt. Erlaub Benachrichtigungen für diese Adresse in den Einstellungen des Browsers und schalt sie dann hier ein.',
    unsupported:
      'Dieser Browser kann dich hier nicht benachrichtigen. Dazu braucht es eine sichere Adresse (https); auf einem iPhone füg Parley zum Home-Bildschirm hinzu.',
    default: 'Der Browser fragt dich zuerst. Ohne Antwort bleiben Benachrichtigungen aus.',
  },
  presence: 'Anwesenheit',
  showPresence: 'Zeigen, wenn ich da bin und schreibe',
  presenceShown: 'Du siehst es auch von anderen.',
  presenceHidden: 'Du siehst es dann auch von anderen nicht.',
}

const kept = 'Deine Räume und was du schreibst, sind auf diesem Gerät gespeichert.'

export const storage: MoreText['storage'] = {
  title: 'Speicher',
  used: (size) => `${size} belegt`,
  usedOf: (size, quota) => `${size} von etwa ${quota} belegt`,
  kept,
  keptForGood: `${kept} Der Browser löscht sie nur, wenn du es tust.`,
  keptForNow: `${kept} Ein Browser, dem der Platz ausgeht, löscht sie vielleicht; was gesendet war, kommt dann vom Server zurück.`,
  keptNothing:
    'Dieser Browser speichert nichts für Parley: Schließt du diesen Tab, hat es nur noch der Server.',
  insecure: 'Ohne Netz zu starten, braucht HTTPS oder localhost. Alles andere geht auch hier.',
}
