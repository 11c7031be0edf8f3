/** What frames the application: its start, and its notices above everything. */

export const app = {
  starting: 'Parley is starting',
  application: 'Application',
  newVersion: 'A new version of Parley is ready.',
  reload: 'Reload',
  later: 'Later',
  sidebar: 'Sidebar',
  sidebarWidth: 'Width of the list of rooms',
  storage: 'Storage',
  /** Why the browser does not keep what it should. */
  storageNotices: {
    'held-up':
      'Another tab of Parley holds this one up. Close the other tabs: this one then goes on by itself, with everything you have written.',
    full: 'This browser’s storage is full. Messages still come, but may not be kept on this device. Free some space: Parley then goes on by itself.',
    memory:
      'This browser keeps nothing for Parley. What was sent is safe on the server; what still waits is gone when you close this tab.',
  },
}
