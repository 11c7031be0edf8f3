/** German, whole: whoever reads it loads it once. */
import type { MoreText } from '../en/more-text'
import type { Text } from '../en/text'
import { account, devices, leaving, mailedLink, secondFactor, signInAgain } from './account'
import { app } from './app'
import { audit } from './audit'
import { composer } from './composer'
import { connection } from './connection'
import { emoji } from './emoji'
import { errors } from './errors'
import { find } from './find'
import { general } from './general'
import { message, notKept, refused } from './message'
import { newRoom } from './new-room'
import { people, shared } from './people'
import { room, roomEvents } from './room'
import { closedRoom, roomDetails } from './room-details'
import { rooms } from './rooms'
import { settings, storage } from './settings'
import { shortcuts } from './shortcuts'
import { thread } from './thread'
import { invitation, welcome } from './welcome'
import { invite, workspace } from './workspace'

export const text: Text = {
  app,
  composer,
  connection,
  errors,
  general,
  message,
  notKept,
  refused,
  room,
  roomEvents,
  rooms,
}

export const more: MoreText = {
  account,
  audit,
  closedRoom,
  devices,
  emoji,
  find,
  invitation,
  invite,
  leaving,
  mailedLink,
  newRoom,
  people,
  roomDetails,
  secondFactor,
  settings,
  shared,
  shortcuts,
  signInAgain,
  storage,
  thread,
  welcome,
  workspace,
}
