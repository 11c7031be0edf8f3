/** How a room is made, or a conversation with one person. */

export const newRoom = {
  name: 'Room name',
  firstName: 'Name of the first room',
  makeFirst: 'Make it',
  nowhere:
    'You are in no workspace yet. Ask somebody for a link that invites you, or make a workspace of your own in the settings.',
  nameExample: 'Weekend plans',
  nameLimits: (most: number) => `A room's name has 1 to ${most} characters, on one line.`,
  whoFinds: 'Who can find it',
  kinds: {
    public: { title: 'Public', text: 'Everybody here can find it and join.' },
    private: { title: 'Private', text: 'Only its members know that it exists.' },
    direct: { title: 'Direct', text: 'Between you and one other person.' },
  },
  workspace: 'In',
  create: 'Create room',
  withWhom: 'With whom',
  writeTo: 'Write to',
}
