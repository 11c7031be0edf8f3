/** The settings: appearance, notifications, presence, storage. */

export const settings = {
  back: 'All settings',
  appearance: 'Appearance',
  language: 'Language',
  asBrowser: 'As the browser',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  contrast: 'Contrast',
  contrasts: { system: 'As the system', more: 'High' },
  textSize: 'Text size',
  textSizes: { small: 'Small', normal: 'Normal', large: 'Large', largest: 'Largest' },
  notifications: 'Notifications',
  notifyHere: 'Notify me in this browser',
  notifyOf: 'Of',
  levels: { everything: 'Everything', mentions: 'Mentions' },
  perRoom: 'Each room can have its own choice, among all about the room.',
  notificationsRefused: {
    denied:
      'This browser does not let Parley notify you. Allow notifications for this address in the browser’s settings, then switch them on here.',
    unsupported:
      'This browser cannot notify you here. It takes a secure (https) address; on an iPhone, add Parley to the home screen.',
    default: 'The browser asks you first. Without an answer, notifications stay off.',
  },
  presence: 'Presence',
  showPresence: 'Show when I am here and typing',
  presenceShown: 'You also see when others are.',
  presenceHidden: 'You do not see it of others either.',
}

const kept = 'Your rooms, and what you write, are kept on this device.'

export const storage = {
  title: 'Storage',
  used: (size: string) => `${size} used`,
  usedOf: (size: string, quota: string) => `${size} used of about ${quota}`,
  kept,
  keptForGood: `${kept} The browser clears them only when you do.`,
  keptForNow: `${kept} A browser that runs out of space may clear them; whatever was sent then comes back from the server.`,
  keptNothing: 'This browser keeps nothing for Parley: close this tab, and only the server has it.',
  insecure: 'Starting without a network needs HTTPS or localhost. Everything else works here too.',
}
