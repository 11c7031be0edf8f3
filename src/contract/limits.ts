/** Every bound that both sides must know, in one place. What happens at each is a rule in docs/spec.md. */
export const limits = {
  /** A search as it is typed, in UTF-16 units; messages in one page of `messages.search`. */
  searchQuery: 200,
  searchPage: 50,
  /** Messages in a browser's copies that one search looks through. */
  findScanned: 20_000,
  /** About so much of a message (UTF-16 units) is shown around what was found in it. */
  snippetLength: 160,
  /** So much of a room's latest message is in its line of `rooms.heads`, in Unicode code points. */
  latestCodePoints: 200,
  /** Threads with news in one line of `rooms.heads`; and threads in one `threads.list`. */
  newsThreads: 50,
  listedThreads: 50,
  /** Longest message, in Unicode code points. */
  contentCodePoints: 4_000,
  /** Longest display name, in Unicode code points. */
  displayNameCodePoints: 60,
  /** Longest room name, in Unicode code points. */
  roomNameCodePoints: 80,
  /** Longest topic line of a room, in Unicode code points. */
  topicCodePoints: 250,
  /** People in one `rooms.add`. */
  addedPeople: 50,
  /** Longest name of a workspace, in Unicode code points. */
  workspaceNameCodePoints: 80,
  /** Workspaces that one person may be in. */
  workspacesPerPerson: 100,
  /** How long (hours) an invitation is good for, at most; how many people it lets in; how many a workspace has open. */
  invitationHours: 30 * 24,
  invitationUses: 1_000,
  openInvitations: 200,
  /** People in one answer of `profiles.find`. */
  foundPeople: 50,
  /** Longest emoji, in UTF-16 units: families of four have eleven. */
  emojiLength: 32,
  /** Commands in one `commands.submit`. */
  commandsPerBatch: 100,
  /** Changes in one `rooms.rejoin` page. */
  rejoinPage: 500,
  /** Messages in one `messages.history` page. */
  historyPage: 200,
  /** Rooms in one `rooms.heads` page. */
  headsPage: 1_000,
  /** Rooms in one `rooms.list` page and members in one `rooms.members` page. */
  directoryPage: 200,
  /** People in a room of which the members see how far each has read. */
  receiptMembers: 20,
  /** Names in one `profiles.names`. */
  namesPage: 200,
  /** Unread messages are counted exactly up to here; the interface shows "99+" beyond. */
  unreadCounted: 100,
  /** An HTTP request body, in bytes: a full batch of the longest messages in any script fits. */
  requestBytes: 2 * 1024 * 1024,
  /** Procedure calls in one HTTP request. */
  callsPerRequest: 50,
  /** Commands that may wait in a browser; beyond, new ones are refused and their text stays in the composer. */
  outboxCommands: 10_000,
  /** Messages of one room that a browser keeps when nobody looks at it any more. */
  cachedMessages: 1_000,
  /** Names of people that a browser keeps; of more, those that were heard last. */
  cachedNames: 5_000,
  /** Positions that a client fetches one by one; further behind it begins anew with the newest page. */
  farBehind: 10_000,
  /** Rooms that a client keeps on their live topics while nobody looks at them; shown ones and the user's own topic come on top. */
  followedRooms: 80,
  /** Direct rooms, the latest first, among whose peers a page is seen and sees while they are not shown. */
  metDirectRooms: 15,
  /** Live frames a client holds while it rejoins; beyond, it forgets them and rejoins again. */
  heldFrames: 1_000,
  /** Entries in one `audit.list` page. */
  auditPage: 100,
  /** A password, in characters; and the longest e-mail address. */
  passwordMin: 10,
  passwordMax: 128,
  emailLength: 254,
} as const
