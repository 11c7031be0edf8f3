/** Every bound that a server alone must know: no browser loads these. What happens at each is a rule in docs/spec.md. */
export const serverLimits = {
  /** How long (ms) one search may take. */
  searchMs: 3_000,
  /** People who follow one thread; whoever comes later reads and answers it all the same. */
  threadFollowers: 1_000,
  /** People of whom a process remembers that they have their place in the first workspace. */
  knownNewcomers: 10_000,
  /** Different emoji on one message. */
  emojiPerMessage: 20,
  /** People behind one emoji of one message. */
  reactorsPerEmoji: 100,
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
