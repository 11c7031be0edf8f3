/** English, as far as the first page needs it. Every other language has the same shape. */
import { app } from './app'
import { composer } from './composer'
import { connection } from './connection'
import { errors } from './errors'
import { general } from './general'
import { message, notKept, refused } from './message'
import { room, roomEvents } from './room'
import { rooms } from './rooms'

export const english = {
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

export type Text = typeof english
