/** What each code of an error means to people. */
import type { Text } from '../en/text'

export const errors: Text['errors'] = {
  BAD_REQUEST: 'Die Anfrage hat nicht die erwartete Form.',
  UNAUTHORIZED: 'Bitte melde dich wieder an.',
  WRONG_USER: 'Das hat jemand anders geschrieben. Melde dich als diese Person an, um es zu senden.',
  ACCOUNT_NEEDED:
    'Als Gast geht es hier nicht weiter. Registrier dich: Deine Räume und alles, was du geschrieben hast, bleiben deine.',
  CREDENTIALS_WRONG: 'Das stimmt nicht. Prüf die E-Mail-Adresse und das Passwort.',
  EMAIL_TAKEN: 'Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melde dich damit an oder nimm eine andere.',
  CODE_WRONG: 'Dieser Code stimmt nicht oder wurde schon benutzt. Nimm den nächsten.',
  LINK_INVALID: 'Dieser Link wurde schon benutzt oder ist zu alt. Fordere einen neuen an.',
  FORBIDDEN: 'Das darfst du nicht.',
  NOT_FOUND: 'Unter dieser Adresse gibt es nichts.',
  ROOM_NOT_FOUND: 'Diesen Raum gibt es nicht, oder du bist nicht Mitglied.',
  WORKSPACE_NOT_FOUND: 'Diesen Arbeitsbereich gibt es nicht, oder du bist nicht Mitglied.',
  INVITATION_NOT_FOUND: 'Diese Einladung gilt nicht mehr. Bitte um eine neue.',
  LIMIT_REACHED: 'Mehr davon geht nicht. Entferne zuerst etwas.',
  ROOM_ARCHIVED: 'Dieser Raum ist archiviert. Man kann ihn lesen, aber nichts Neues schreiben.',
  PERSON_NOT_FOUND: 'Diese Person gibt es hier nicht.',
  PERSON_BANNED: 'Diese Person ist für den Raum gesperrt. Heb zuerst die Sperre auf.',
  MESSAGE_NOT_FOUND: 'Diese Nachricht gibt es in diesem Raum nicht.',
  MESSAGE_REMOVED: 'Diese Nachricht wurde entfernt.',
  CONFLICT: 'Diese Kennung wurde schon für etwas anderes benutzt.',
  STALE_EDIT: 'Die Nachricht wurde inzwischen anderswo bearbeitet.',
  OTHER_LOG: 'Der Verlauf wurde inzwischen wiederhergestellt. Lade ihn neu.',
  MESSAGE_LOST:
    'Der Server wurde auf einen früheren Stand zurückgesetzt und hat diese Nachricht dabei verloren.',
  BEYOND_HEAD: 'So weit ist dieser Raum noch nicht.',
  TOO_MANY_REACTIONS: 'Mehr Reaktionen passen nicht an diese Nachricht.',
  SEARCH_TOO_WIDE: 'Diese Suche dauert zu lange. Ergänze ein Wort, einen Namen oder ein Datum.',
  PAYLOAD_TOO_LARGE: 'Die Anfrage ist zu groß.',
  RATE_LIMITED: 'Zu viel auf einmal. Versuch es gleich noch einmal.',
  INTERNAL: 'Auf dem Server ist etwas schiefgegangen. Versuch es noch einmal.',
  UNAVAILABLE: 'Der Server kann gerade nicht antworten. Versuch es noch einmal.',
}
