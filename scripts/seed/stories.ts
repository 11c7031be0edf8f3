/** All that is seeded, in the order in which it is made. */
import { booking } from './rooms/booking'
import { borders } from './rooms/borders'
import { directs } from './rooms/directs'
import { galley } from './rooms/galley'
import { malmo } from './rooms/malmo'
import { platform } from './rooms/platform'
import { sounds } from './rooms/sounds'
import { surprise } from './rooms/surprise'
import { timetable } from './rooms/timetable'
import { workshop } from './rooms/workshop'
import type { Story } from './story'

export const allStories: Story[] = [
  ...[malmo, platform, workshop, timetable, galley, booking, borders, surprise, sounds],
  ...directs,
]
