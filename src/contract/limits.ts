/** Every bound of the system in one place. What happens at each is a rule in docs/spec.md. */
export const limits = {
  /** A search as it is typed, in UTF-16 units; messages in one page of `messages.search`; how long (ms) it may take. */
  searchQuery: 200,
  searchPage: 50,
  searchMs: 3_000,
  /** Messages in a browser's copies that one search looks through. */
  findScanned: 20_000,
  /** About so much of a message (UTF-16 units) is shown around what was found in it. */
  snippetLength: 160,
  /** So much of a room's latest message is in its line of `rooms.heads`, in Unicode code points. */
  latestCodePoints: 200,
  /** Threads with news in one line of `rooms.heads`; and threads in one `threads.list`. */
  newsThreads: 50,
  listedThreads: 50,
  /** People who follow one thread; whoever comes later reads and answers it all the same. */
  threadFollowers: 1_000,
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
  /** People of whom a process remembers that they have their place in the first workspace. */
  knownNewcomers: 10_000,
  /** People in one answer of `profiles.find`. */
  foundPeople: 50,
  /** Longest emoji, in UTF-16 units: families of four have eleven. */
  emojiLength: 32,
  /** Different emoji on one message. */
  emojiPerMessage: 20,
  /** People behind one emoji of one message. */
  reactorsPerEmoji: 100,
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
  /** How long (ms) the database may take to answer until it counts as away. */
  healthMs: 2_000,
  /** How long (ms) a stop waits for requests in flight. */
  stopRequestsMs: 5_000,
  /** How long (ms) a server that stops goes on answering where a proxy is in front, which looks once a second. */
  drainMs: 2_000,
  /** A server that stops spreads the closing of its live connections over at most this long (ms). */
  stopSpreadMs: 2_000,
  /** Commands waiting for the database in one process; beyond, callers hear RATE_LIMITED. */
  appendQueue: 5_000,
  /** Commands in one database transaction. */
  appendBatch: 200,
  /** Memberships one process remembers, and for how long (ms). Only "yes" is remembered; the database checks again. */
  accessCache: 50_000,
  accessCacheMs: 30_000,
  /** Positions the in-process delivery tracker remembers. */
  trackedPositions: 100_000,
  /** Received positions are written behind after this long (ms), this many at a time. */
  receiptsFlushMs: 1_000,
  receiptsPerFlush: 1_000,
  /** A realtime frame in either direction, in bytes; a larger change is announced by its head alone. */
  frameBytes: 256 * 1024,
  /** Topics one realtime connection may join. */
  topicsPerConnection: 100,
  /** Realtime connections one process holds, and of those one user. */
  connections: 10_000,
  connectionsPerUser: 50,
  /** Unsent bytes after which a reader counts as too slow and is dropped; it recovers by rejoin. */
  connectionBacklogBytes: 1024 * 1024,
  /** A connection that sends no frame for this long (ms) is closed; clients send a heartbeat every 25 s, hidden pages once a minute. */
  connectionIdleMs: 120_000,
  /** Frames a client may send in any second: joining every topic and renewing a token fits. */
  framesPerSecond: 300,
  /** Topics a connection may join, and broadcasts it may send, in any second. */
  joinsPerSecond: 150,
  broadcastsPerSecond: 100,
  /** What one presence says, its key included, in bytes; and presences of one topic: their state fits a frame. */
  presenceBytes: 1_024,
  presencesPerTopic: 200,
  /** Presence calls (track, untrack) of one join in this many ms. */
  presenceCalls: 5,
  presenceCallsMs: 30_000,
  /** How long (ms) a presence outlives its join, so that loading a page again does not show. */
  presenceGraceMs: 2_000,
  /** A connection is pinged this often (ms); one that is silent until the next ping is gone. A slow phone's answer stands behind what it is being sent. */
  pingMs: 20_000,
  /** How often (ms) each process tells the others that it is there, and compares heads while it may miss something. */
  busBeatMs: 1_000,
  /** A process that was not heard for this long (ms) counts as gone. */
  busSilentMs: 5_000,
  /** How long (ms) the gateway waits for the frame before a frame, and how many of a room wait, until it asks the log. */
  lateFrameMs: 200,
  lateFramesPerRoom: 256,
  /** Presences in one message between processes. */
  presencesPerMessage: 100,
  /** A topic's name, in UTF-16 units. */
  topicLength: 200,
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
  /** Entries of the audit log that wait for the database in one process, how many go together, and the time (ms) between two tries. */
  auditQueue: 1_000,
  auditBatch: 100,
  auditRetryMs: 1_000,
  /** The audit log keeps this many days, and about this many entries. */
  auditDays: 365,
  auditEntries: 1_000_000,
  /** How often (ms) each process asks which sessions have ended, and how long it remembers them: longer than a token lives. */
  sessionPollMs: 2_000,
  sessionEndKeptMs: 10 * 60_000,
  /** After this long (ms) no process answers for a session that has ended, while the database can be asked. */
  sessionEndMs: 5_000,
  /** A password, in characters; and the longest e-mail address. */
  passwordMin: 10,
  passwordMax: 128,
  emailLength: 254,
  /** Sessions in one answer, the ones used last first. */
  listedSessions: 100,
  /**
   * Tries with a password or a code, for one account and from one network: so many at once, and as many again in each
   * window (ms). The longer somebody goes on, the longer they wait: 12 s, a minute, six minutes for one account.
   */
  passwordTries: {
    account: [
      { limit: 5, windowMs: 60_000 },
      { limit: 10, windowMs: 600_000 },
      { limit: 20, windowMs: 7_200_000 },
    ],
    network: [
      { limit: 60, windowMs: 60_000 },
      { limit: 400, windowMs: 3_600_000 },
    ],
  },
  /** Mails to one address, and mails that one network has sent, in the same way. */
  mails: {
    address: [
      { limit: 3, windowMs: 600_000 },
      { limit: 10, windowMs: 86_400_000 },
    ],
    network: [{ limit: 100, windowMs: 3_600_000 }],
  },
  /** How long (ms) a link to a new account and one to a new password are good. */
  registerLinkMs: 24 * 3_600_000,
  resetLinkMs: 3_600_000,
  /** Guests that one address may create at once, and again in each minute. */
  guestsPerMinute: 300,
  /**
   * How often somebody may do something: so often at once, and as often again in each window (ms), bit by bit. Of a
   * user: `commands` written, one by one; `rooms` made, and people brought in; other `changes`; `queries`. Of a network:
   * `strangers`, calls without a valid token; `connects`, new live connections. A school behind one address fits.
   */
  rates: {
    commands: { limit: 2_000, windowMs: 120_000 },
    rooms: { limit: 60, windowMs: 3_600_000 },
    changes: { limit: 1_200, windowMs: 60_000 },
    queries: { limit: 3_000, windowMs: 60_000 },
    strangers: { limit: 600, windowMs: 60_000 },
    connects: { limit: 1_200, windowMs: 60_000 },
  },
} as const
