/** English of everything that opens now and then, and is loaded with it. */
import { account, devices, leaving, mailedLink, secondFactor, signInAgain } from './account'
import { audit } from './audit'
import { emoji } from './emoji'
import { find } from './find'
import { newRoom } from './new-room'
import { people, shared } from './people'
import { closedRoom, roomDetails } from './room-details'
import { settings, storage } from './settings'
import { shortcuts } from './shortcuts'
import { thread } from './thread'
import { invitation, welcome } from './welcome'
import { invite, workspace } from './workspace'

export const moreEnglish = {
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

export type MoreText = typeof moreEnglish
