/** The list of rooms and what is around it. */

export const rooms = {
  label: 'Rooms',
  newRoom: 'New room',
  find: 'Find or go to',
  findKeys: 'Ctrl K',
  none: 'There is no room yet. Make the first one and invite people in.',
  changeName: 'Change name',
  changeNameHint: 'change name',
  settings: 'Settings',
  shortcuts: 'Keyboard shortcuts',
  choose: 'Choose a room',
  chooseHint: 'Pick one of your rooms, join an open one, or make a new one.',
  yours: 'Your rooms',
  openToJoin: 'Open to join',
  join: 'Join',
  joinNamed: (name: string) => `Join ${name}`,
  muted: 'Muted',
  mentioned: 'You are mentioned',
  draft: 'Draft: ',
  unread: ' unread',
  threadsWithNews: (count: number): string =>
    count === 1 ? ' thread with new replies' : ' threads with new replies',
}
