/** Workspaces: who is in them, the links that let somebody in, and what happened. */

export const workspace = {
  list: 'Workspaces',
  new: 'New workspace',
  create: 'Create workspace',
  label: 'Workspace',
  name: 'Workspace name',
  rename: 'Name',
  invitePeople: 'Invite people',
  leave: 'Leave',
  leaveWorkspace: 'Leave workspace',
  whatLeavingMeans: 'You leave all its rooms. What you wrote stays there.',
  goesTo: ' The workspace goes to whoever has been an admin, or in it, for longest.',
  makeMember: 'Make a member',
  handOver: 'Hand the workspace over',
  openInvitations: 'Open invitations',
  openInvitation: (role: string, used: number, uses: number, until: string) =>
    `${role}, ${used} of ${uses} used, until ${until}`,
  takeBack: 'Take back',
}

export const invite = {
  label: 'Invite',
  submit: 'Make a link',
  uses: 'For',
  usesOptions: { one: 'One person', ten: 'Ten people', many: 'Everybody who has it' },
  hours: 'Good for',
  hoursOptions: { day: 'A day', week: 'A week', month: 'A month' },
  role: 'As',
  made: 'Whoever has this link can come in. It is not shown again; it can be taken back at any time.',
}
