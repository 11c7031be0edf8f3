/**
 * The words of what stands where the application could not be shown, apart from the catalogues: they are there whatever
 * else could not be loaded.
 */
import type { Language } from './languages'

const english = {
  broken: 'This part could not be shown',
  brokenWhy: 'Something went wrong while drawing it. Your messages are safe.',
  tryAgain: 'Try again',
  reload: 'Reload the page',
  nothingHere: 'There is nothing here',
  nothingHereWhy: 'The address may be mistyped, or what was here is gone.',
  goToYourRooms: 'Go to your rooms',
}

export type ErrorPageText = typeof english

export const errorPages: Record<Language, ErrorPageText> = {
  en: english,
  de: {
    broken: 'Dieser Teil konnte nicht gezeigt werden',
    brokenWhy: 'Beim Zeichnen ist etwas schiefgegangen. Deine Nachrichten sind sicher.',
    tryAgain: 'Noch einmal versuchen',
    reload: 'Seite neu laden',
    nothingHere: 'Hier gibt es nichts',
    nothingHereWhy: 'Die Adresse ist vielleicht vertippt, oder was hier war, ist weg.',
    goToYourRooms: 'Zu deinen Räumen',
  },
}
