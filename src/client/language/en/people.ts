/** People and their roles, and words that what opens later shares. */
import type { LongCount } from '../long-count'

export const people = {
  label: 'People',
  yourName: 'Your name',
  nameLimits: (most: number) => `A name has 1 to ${most} characters, on one line.`,
  ofYourself: ' (you)',
  roles: { owner: 'Owner', admin: 'Admin', member: 'Member', guest: 'Guest' },
  makeAdmin: 'Make an admin',
  takeAdminAway: 'Take the admin role away',
  remove: 'Remove',
  actOn: (name: string) => `What to do about ${name}`,
  count: ({ count, shown }: LongCount) => (count === 1 ? '1 person' : `${shown} people`),
}

export const shared = {
  asking: 'Asking…',
  on: 'On',
  off: 'Off',
  panelWidth: 'Width of the panel',
  closeNamed: (title: string) => `Close ${title}`,
  saveAsFile: 'Save as a file',
  goToYourRooms: 'Go to your rooms',
}
