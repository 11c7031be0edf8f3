/** What frames the application: its start, and its notices above everything. */

export const app = {
  starting: 'Parley is starting',
  application: 'Application',
  newVersion: 'A new version of Parley is ready.',
  reload: 'Reload',
  later: 'Later',
  sidebar: 'Sidebar',
  sidebarWidth: 'Width of the list of rooms',
  panelWidth: 'Width of the panel',
  storage: 'Storage',
}
